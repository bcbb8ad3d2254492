import { say, step, toggleGuidelines, undo } from "./labelState";

/** What else the keyboard does, each also a button. */
export function Keys({ hasGuidelines }: { hasGuidelines: boolean }) {
  return (
    <div className="label-actions" role="group" aria-label="Actions">
      <Action text="Undo" shortcut="U" onClick={undo} />
      <Action text="Skip" shortcut="S" onClick={() => say(null)} />
      <Action text="Back" shortcut="B" onClick={() => step(-1)} />
      <Action text="Forward" shortcut="→" name="ArrowRight" onClick={() => step(1)} />
      {hasGuidelines && <Action text="Guidelines" shortcut="G" onClick={toggleGuidelines} />}
    </div>
  );
}

function Action({ text, shortcut, name = shortcut, onClick }: { text: string; shortcut: string; name?: string; onClick: () => void }) {
  return (
    <button type="button" aria-keyshortcuts={name} onClick={onClick}>
      {text} <kbd>{shortcut}</kbd>
    </button>
  );
}
