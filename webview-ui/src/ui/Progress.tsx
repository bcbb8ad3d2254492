import "./toolkit";

/** Says what goes on; screen readers hear the text, the ring is for the eye. */
export function Progress({ text }: { text: string }) {
  return (
    <div className="progress" role="status">
      <span className="progress-ring" aria-hidden="true">
        <vscode-progress-ring />
      </span>
      <span>{text}</span>
    </div>
  );
}
