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
  /** The step that a choice leads back to; undefined if it is an answer. */
  readonly leadsTo?: (id: string) => number | undefined;
}

/** A page with a line of text. */
export interface TextStep extends Page {
  readonly prompt: string;
  readonly value: string;
  /** What is wrong with the text; undefined if nothing is. */
  readonly check?: (text: string) => string | undefined;
}

/** A dialog of VS Code's own. */
interface ForeignStep {
  /** @returns undefined if the user went away */
  readonly ask: () => Promise<string | undefined>;
}

/** One page of a dialog in several steps. */
export type Step = PickStep | TextStep | ForeignStep;

/** What leads through the steps. */
interface Lead {
  /** Of steps, shown or not. */
  readonly count: number;
  /** The page of a step, with what was picked on the pages before it; undefined for a page that is left out. */
  readonly stepOf: (step: number, picked: Picked) => Step | undefined | Promise<Step | undefined>;
  /** Whether a step has a page with a number, after what was picked so far; all have if absent. */
  readonly isNumbered?: (step: number, picked: Picked) => boolean;
}

/** The ids that were picked, or the one text, on each page; none for a page that was left out. */
type Picked = readonly (readonly string[])[];

interface Item extends QuickPickItem {
  readonly id: string;
}

type Answer = readonly string[] | "back" | undefined;
interface Place {
  readonly at: number;
  readonly of: number;
  readonly back: boolean;
}

/** Leads through steps; the arrow goes back one, Escape ends. @returns undefined if the user went away */
export async function leadThrough({ count, stepOf, isNumbered = () => true }: Lead): Promise<Picked | undefined> {
  const picked: (readonly string[])[] = [];
  const shown: number[] = [];
  for (let at = 0; at < count;) {
    const step = await stepOf(at, picked);
    if (!step) {
      picked[at++] = [];
      continue;
    }
    const numbered = Array.from({ length: count }, (_, own) => own).filter((own) => isNumbered(own, picked));
    const place = { at: numbered.indexOf(at) + 1, of: numbered.length, back: shown.length > 0 };
    const answer = await ask(step, place);
    if (answer === undefined) return undefined;
    const next = answer === "back" ? shown.at(-1)! : leadsTo(step, answer);
    if (next !== undefined) {
      at = next;
      while (shown.length > 0 && shown.at(-1)! >= at) shown.pop();
    } else {
      picked[at] = answer as readonly string[];
      shown.push(at++);
    }
  }
  return picked;
}

const leadsTo = (step: Step, [id]: readonly string[] | "back"): number | undefined =>
  "groups" in step && id !== undefined ? step.leadsTo?.(id) : undefined;

async function ask(step: Step, place: Place): Promise<Answer> {
  if ("groups" in step) return pick(step, place);
  if ("prompt" in step) return write(step, place);
  const answer = await step.ask();
  return answer === undefined ? undefined : [answer];
}

function pick(step: PickStep, place: Place): Promise<Answer> {
  const input = window.createQuickPick<Item>();
  const items = step.groups.flatMap(({ title, choices }): Item[] => [
    { id: "", label: title, kind: QuickPickItemKind.Separator },
    ...choices.map(({ id, label, description, detail }) => ({ id, label, description, ...(detail === undefined ? {} : { detail }) })),
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
