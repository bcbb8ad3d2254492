import { dismissError, usePanelState } from "./state";
import { ClarityPanel } from "./panels/clarity/ClarityPanel";
import { NoProject } from "./panels/clarity/Notices";
import { Alone } from "./ui/Alone";
import { ErrorBar } from "./ui/ErrorBar";
import { Progress } from "./ui/Progress";

export function App() {
  const { snapshot, view, error } = usePanelState();
  return (
    <>
      {error !== undefined && <ErrorBar message={error} onDismiss={dismissError} />}
      {!snapshot?.project && (
        <Alone title="Clarity matrix">
          {!snapshot && error === undefined && <Progress text="Waiting for the editor" />}
          {snapshot && <NoProject />}
        </Alone>
      )}
      {snapshot?.project && <ClarityPanel projects={snapshot.projects} project={snapshot.project} view={view} />}
    </>
  );
}
