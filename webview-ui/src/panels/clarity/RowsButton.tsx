import type { ReactNode } from "react";
import type { RowFilter } from "../../../../src/protocol/panel";
import { showRows } from "../../state";
import { useScope } from "./scope";

interface RowsButtonProps {
  /** The rows that a click opens. */
  readonly opens: RowFilter;
  /** The rows that are open now. */
  readonly open: RowFilter | undefined;
  /** The number in a sentence: a screen reader says it after what is written on the button, which is its name. */
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A number (or a cell of numbers) that opens the rows behind it; of all rows there is no list, so that it only says what it is. */
export function RowsButton({ opens, open, label, className = "", children }: RowsButtonProps) {
  const scope = useScope();
  if (scope === "allRows")
    return (
      <span className={`rows-number ${className}`} title={label}>
        {children}
      </span>
    );
  const pressed = open !== undefined && sameFilter(opens, open);
  return (
    <button
      type="button"
      className={`rows-button ${className}`}
      aria-pressed={pressed}
      title={label}
      onClick={({ detail }) => {
        showRows(opens);
        // By keyboard: no pointer was pressed.
        if (detail === 0) requestAnimationFrame(() => document.querySelector<HTMLElement>(".rows-scroll")?.focus());
      }}
    >
      {children}
    </button>
  );
}

function sameFilter(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const parts = (value: object): [string, unknown][] => Object.entries(value).filter(([, part]) => part !== undefined);
  const theirs = new Map(parts(b));
  return parts(a).length === theirs.size && parts(a).every(([name, part]) => sameFilter(part, theirs.get(name)));
}
