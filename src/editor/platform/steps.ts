import { Disposable, QuickInputButtons, QuickPickItemKind, window, type InputBox, type QuickPick, type QuickPickItem } from "vscode";
import type { ChoiceGroup } from "../../services/export/choices";
import { showWarning } from "./dialogs";

interface Page {
  readonly title: string;
  readonly placeholder: string;
}

/** A page with a list. */
export interface PickStep extends Page {
  readonly groups: readonly ChoiceGroup[];
  /** One choice, taken by Enter, or any number of ticks. */
  readonly many: boolean;
  /** The ids that are picked when the page opens. */
  readonly picked: readonly string[];
  /** Why a choice cannot be taken; undefined if it can. */
  readonly refuse?: (id: string) => string | undefined;
}

/** A page with a line of text. */
export interface TextStep extends Page {
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with the text; undefined if nothing is. */
  readonly check?: (text: string) => string | undefined;
}

/** One page of a dialog in several steps. */
export type Step = PickStep | TextStep;

interface Item extends QuickPickItem {
  readonly id: string;
}

type Answer = readonly string[] | "back" | undefined;
interface Place {
  readonly at: number;
  readonly of: number;
  readonly back: boolean;
}

/**
 * Leads through steps; the arrow goes back one, Escape ends.
 * @param stepOf the page of a step, with what was picked on the pages before it; undefined for a page that is left out
 * @returns the ids that were picked, or the one text, on each page; none for a page that was left out; undefined if the user went away
 */
export async function leadThrough(
  count: number,
  stepOf: (step: number, picked: readonly (readonly string[])[]) => Step | undefined | Promise<Step | undefined>,
): Promise<readonly (readonly string[])[] | undefined> {
  const picked: (readonly string[])[] = [];
  const shown: number[] = [];
  for (let at = 0; at < count;) {
    const step = await stepOf(at, picked);
    if (!step) {
      picked[at++] = [];
      continue;
    }
    const place = { at: at + 1, of: count, back: shown.length > 0 };
    const answer = await ("groups" in step ? pick(step, place) : write(step, place));
    if (answer === undefined) return undefined;
    if (answer === "back") at = shown.pop()!;
    else {
      picked[at] = answer;
      shown.push(at++);
    }
  }
  return picked;
}

function pick(step: PickStep, place: Place): Promise<Answer> {
  const input = window.createQuickPick<Item>();
  const items = step.groups.flatMap(({ title, choices }): Item[] => [
    { id: "", label: title, kind: QuickPickItemKind.Separator },
    ...choices.map(({ id, label, description }) => ({ id, label, description })),
  ]);
  const picked = items.filter(({ id }) => id !== "" && step.picked.includes(id));
  input.canSelectMany = step.many;
  input.matchOnDescription = true;
  input.items = items;
  if (step.many) input.selectedItems = picked;
  else input.activeItems = picked;
  return show(input, step, place, () => {
    const ids = (step.many ? input.selectedItems : input.activeItems.slice(0, 1)).map(({ id }) => id);
    const reason = step.many || ids[0] === undefined ? undefined : step.refuse?.(ids[0]);
    if (reason === undefined) return ids;
    void showWarning(reason);
    return undefined;
  });
}

function write(step: TextStep, place: Place): Promise<Answer> {
  const input = window.createInputBox();
  input.prompt = step.prompt;
  input.value = step.value;
  const check = (): boolean => (input.validationMessage = step.check?.(input.value) ?? "") === "";
  return show(input, step, place, () => (check() ? [input.value] : undefined), input.onDidChangeValue(check));
}

/** @param accept what Enter answers; undefined keeps the page open */
function show(
  input: QuickPick<Item> | InputBox,
  { title, placeholder }: Page,
  place: Place,
  accept: () => readonly string[] | undefined,
  ...subscriptions: Disposable[]
): Promise<Answer> {
  input.title = title;
  input.placeholder = placeholder;
  input.step = place.at;
  input.totalSteps = place.of;
  input.ignoreFocusOut = true;
  if (place.back) input.buttons = [QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: Answer): void => {
      resolve(answer);
      Disposable.from(input, ...subscriptions).dispose();
    };
    input.onDidAccept(() => {
      const answer = accept();
      if (answer) end(answer);
    });
    input.onDidTriggerButton(() => end("back"));
    input.onDidHide(() => end(undefined));
    input.show();
  });
}
