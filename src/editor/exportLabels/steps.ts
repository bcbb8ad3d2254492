import { QuickInputButtons, QuickPickItemKind, window, type QuickPickItem } from "vscode";
import type { ChoiceGroup } from "../../services/export/choices";

/** One page of a dialog in several steps. */
export interface Step {
  readonly title: string;
  readonly placeholder: string;
  readonly groups: readonly ChoiceGroup[];
  /** One choice, taken by Enter, or any number of ticks. */
  readonly many: boolean;
  /** The ids that are picked when the page opens. */
  readonly picked: readonly string[];
}

interface Item extends QuickPickItem {
  readonly id: string;
}

/**
 * Leads through steps; the arrow goes back one, Escape ends.
 * @param stepOf the page of a step, with what was picked on the pages before it; undefined for a page that is left out
 * @returns what was picked on each page, or undefined if the user went away
 */
export async function leadThrough(
  count: number,
  stepOf: (step: number, picked: readonly (readonly string[])[]) => Step | undefined,
): Promise<readonly (readonly string[])[] | undefined> {
  const picked: (readonly string[])[] = [];
  const shown: number[] = [];
  for (let at = 0; at < count;) {
    const step = stepOf(at, picked);
    if (!step) {
      picked[at++] = [];
      continue;
    }
    const answer = await pick(step, { at: at + 1, of: count, back: shown.length > 0 });
    if (answer === undefined) return undefined;
    if (answer === "back") at = shown.pop()!;
    else {
      picked[at] = answer;
      shown.push(at++);
    }
  }
  return picked;
}

function pick(step: Step, place: { at: number; of: number; back: boolean }): Promise<readonly string[] | "back" | undefined> {
  const input = window.createQuickPick<Item>();
  const items = step.groups.flatMap(({ title, choices }): Item[] => [
    { id: "", label: title, kind: QuickPickItemKind.Separator },
    ...choices.map(({ id, label, description }) => ({ id, label, description })),
  ]);
  const picked = items.filter(({ id }) => id !== "" && step.picked.includes(id));
  input.title = step.title;
  input.placeholder = step.placeholder;
  input.step = place.at;
  input.totalSteps = place.of;
  input.canSelectMany = step.many;
  input.matchOnDescription = true;
  input.ignoreFocusOut = true;
  input.items = items;
  if (step.many) input.selectedItems = picked;
  else input.activeItems = picked;
  if (place.back) input.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: readonly string[] | "back" | undefined): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidAccept(() => end((step.many ? input.selectedItems : input.activeItems.slice(0, 1)).map(({ id }) => id)));
    input.onDidTriggerButton(() => end("back"));
    input.onDidHide(() => end(undefined));
    input.show();
  });
}
