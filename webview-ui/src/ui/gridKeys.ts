import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type RefObject } from "react";

interface GridKeys {
  readonly ref: RefObject<HTMLTableElement | null>;
  readonly role: "grid";
  readonly onFocus: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * Makes a table of buttons one Tab stop: arrow keys, Home and End (with Ctrl: of the whole table) move between its buttons,
 * and Tab comes back to the one last used. This is the grid pattern of the ARIA authoring practices.
 */
export function useGridKeys(): GridKeys {
  const ref = useRef<HTMLTableElement>(null);
  const current = useRef<HTMLButtonElement>(null);

  const stopAt = (button: HTMLButtonElement): void => {
    for (const other of buttonsOf(ref.current)) other.tabIndex = other === button ? 0 : -1;
    current.current = button;
  };
  // After every render: rows may have come or gone.
  useEffect(() => {
    const buttons = buttonsOf(ref.current);
    const stop = buttons.find((b) => b === current.current) ?? buttons[0];
    if (stop) stopAt(stop);
  });

  return {
    ref,
    role: "grid",
    onFocus: (event) => {
      const button = event.target.closest("button");
      if (button) stopAt(button);
    },
    onKeyDown: (event) => {
      const button = (event.target as Element).closest("button");
      const next = button && !event.altKey && neighbour(button, event.key, event.ctrlKey || event.metaKey);
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
  };
}

const buttonsOf = (within: Element | null | undefined): HTMLButtonElement[] => [...(within?.querySelectorAll("button") ?? [])];

function neighbour(from: HTMLButtonElement, key: string, far: boolean): HTMLButtonElement | undefined {
  const row = buttonsOf(from.closest("tr"));
  const all = buttonsOf(from.closest("table"));
  const at = row.indexOf(from);
  switch (key) {
    case "ArrowLeft":
      return row[at - 1];
    case "ArrowRight":
      return row[at + 1];
    case "ArrowUp":
      return sameColumn(from, -1);
    case "ArrowDown":
      return sameColumn(from, 1);
    case "Home":
      return far ? all[0] : row[0];
    case "End":
      return far ? all.at(-1) : row.at(-1);
    default:
      return undefined;
  }
}

/** The button in the next row up or down that starts in or before this column; a row without buttons is passed over. */
function sameColumn(from: HTMLButtonElement, step: 1 | -1): HTMLButtonElement | undefined {
  const column = (cell: HTMLTableCellElement | null): number => cell?.cellIndex ?? 0;
  const wanted = column(from.closest<HTMLTableCellElement>("th, td"));
  const rows = [...(from.closest("table")?.rows ?? [])];
  for (let at = rows.indexOf(from.closest("tr")!) + step; at >= 0 && at < rows.length; at += step) {
    const buttons = buttonsOf(rows[at]);
    const hit = buttons.find((b) => column(b.closest<HTMLTableCellElement>("th, td")) === wanted);
    const before = buttons.filter((b) => column(b.closest<HTMLTableCellElement>("th, td")) < wanted).at(-1);
    if (buttons.length > 0) return hit ?? before ?? buttons[0];
  }
  return undefined;
}
