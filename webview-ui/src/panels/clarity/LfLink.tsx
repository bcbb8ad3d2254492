import { openLf } from "../../state";

/** An LF's name that opens its source. */
export function LfLink({ name, title = `Open ${name}` }: { name: string; title?: string }) {
  return (
    <button type="button" className="link" title={title} onClick={() => openLf(name)}>
      {name}
    </button>
  );
}
