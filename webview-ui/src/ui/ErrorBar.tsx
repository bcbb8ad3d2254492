import { Button } from "./Button";
import { Icon } from "./Icon";

/** What went wrong, until it is dismissed. */
export function ErrorBar({ message, onDismiss }: { message: string; onDismiss: () => void }) {
  return (
    <div className="error-bar" role="alert">
      <Icon name="error" />
      <span>{message}</span>
      <Button appearance="icon" label="Dismiss" onClick={onDismiss}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
