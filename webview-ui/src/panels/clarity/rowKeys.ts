import { useEffect, useRef, type KeyboardEvent, type RefObject } from "react";

/** What a key does with the row that has the focus, or with the first one on the screen. */
export interface RowKeys {
  readonly count: number;
  /** Brings a row onto the screen. */
  readonly scrollTo: (index: number) => void;
  /** By key; the row is known by its place in the list. */
  readonly actions: Readonly<Record<string, (index: number) => void>>;
}

/** The keys in words, as they stand above the list. */
export const ROW_KEYS = "Keys: j next, k previous, e expand, w why, l label, t tag, c comment, p pin, d debug, Esc close";

/** Keys that move between rows and act on them, for the element around the list. */
export function useRowKeys(scroller: RefObject<HTMLElement | null>, { count, scrollTo, actions }: RowKeys): (event: KeyboardEvent) => void {
  const wanted = useRef<number>(undefined);
  // After every render: the row may have to be drawn first.
  useEffect(() => {
    const row = wanted.current === undefined ? undefined : rowAt(scroller.current, wanted.current);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });
  const go = (index: number): void => {
    if (index < 0 || index >= count) return;
    wanted.current = index;
    scrollTo(index);
    rowAt(scroller.current, index)?.focus({ preventScroll: true });
  };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) return;
    const current = indexOf((event.target as Element).closest("[data-index]"));
    if (event.key === "j") go(current === undefined ? firstOnScreen(scroller.current) : current + 1);
    else if (event.key === "k") go(current === undefined ? firstOnScreen(scroller.current) : current - 1);
    else if (actions[event.key] && current !== undefined) actions[event.key]!(current);
    else return;
    event.preventDefault();
  };
}

const rowAt = (list: Element | null, index: number): HTMLElement | null | undefined =>
  list?.querySelector<HTMLElement>(`[data-index="${index}"]`);

const indexOf = (row: Element | null): number | undefined => (row ? Number(row.getAttribute("data-index")) : undefined);

function firstOnScreen(list: Element | null): number {
  const top = list?.getBoundingClientRect().top ?? 0;
  const rows = [...(list?.querySelectorAll("[data-index]") ?? [])];
  return indexOf(rows.find((row) => row.getBoundingClientRect().bottom > top + 1) ?? null) ?? 0;
}
