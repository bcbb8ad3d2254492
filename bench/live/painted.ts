import type { Page } from "playwright-core";

/** What stood at the ends of the editor's lines after a frame of the browser. */
export interface Painted {
  /** Date.now(), in the browser. */
  readonly at: number;
  readonly text: string;
}

/** Notes each change of the numbers at the ends of the editor's lines, once the frame that shows it is done. */
export async function notePaints(page: Page): Promise<Painted[]> {
  const painted: Painted[] = [];
  await page.exposeFunction("lfLensPainted", (at: number, text: string) => void painted.push({ at, text }));
  await page.addInitScript({ content: watchPaints });
  return painted;
}

/** Runs in the page. A task after the next frame begins when that frame has been drawn. */
const watchPaints = `
  let shown = "";
  let due = false;
  const look = () => {
    due = false;
    const spans = [...document.querySelectorAll(".view-line span[class*='ced-']")];
    const text = spans.map((span) => getComputedStyle(span, "::after").content).join("");
    if (text === shown) return;
    shown = text;
    lfLensPainted(Date.now(), text);
  };
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => setTimeout(look));
  }).observe(document, { subtree: true, childList: true, attributes: true });
`;
