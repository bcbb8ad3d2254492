import { dismissError, usePanelState } from "./state";
import { ClarityPanel } from "./panels/clarity/ClarityPanel";
import { NoProject } from "./panels/clarity/Notices";
import { Button } from "./ui/Button";
import { Icon } from "./ui/Icon";
import { Progress } from "./ui/Progress";

export function App() {
  const { snapshot, view, error } = usePanelState();
  return (
    <>
      {error !== undefined && <ErrorBar message={error} />}
      {!snapshot && error === undefined && <Progress text="Waiting for the editor" />}
      {snapshot && !snapshot.project && <NoProject />}
      {snapshot?.project && <ClarityPanel projects={snapshot.projects} project={snapshot.project} view={view} />}
    </>
  );
}

function ErrorBar({ message }: { message: string }) {
  return (
    <div className="error-bar" role="alert">
      <Icon name="error" />
      <span>{message}</span>
      <Button appearance="icon" label="Dismiss" onClick={dismissError}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
