import type { CellValue } from "../data/cells";
import { fillTemplate, placeholdersIn } from "../data/template";

/** How a row becomes a training example for a language model. `{{column}}` stands for the row's cell. */
export interface TaskTemplate {
  /** What the model is told before every example; left out if empty. */
  readonly system: string;
  readonly prompt: string;
  /** `{{label}}` stands for the row's label. */
  readonly completion: string;
  /** What to say in place of a label's name. */
  readonly answers?: Readonly<Record<string, string>>;
}

export const defaultTemplate = (labels: readonly string[], textColumn: string): TaskTemplate => ({
  system: `Classify the text. Answer with exactly one of these labels and nothing else: ${labels.join(", ")}.`,
  prompt: `{{${textColumn}}}`,
  completion: "{{label}}",
});

/** The columns of the data that a template needs. */
export const templateColumns = ({ system, prompt, completion }: TaskTemplate): string[] => [
  ...new Set([...placeholdersIn(system, prompt), ...placeholdersIn(completion).filter((name) => name !== "label")]),
];

/**
 * What is wrong with a template, in plain words; nothing if it can be used.
 * @param columns the data's columns
 * @param goldColumn may not stand in the prompt: it would give the answer away
 * @param labels of the project
 */
export function templateProblem(
  template: TaskTemplate,
  columns: readonly string[],
  goldColumn?: string,
  labels: readonly string[] = [],
): string | undefined {
  const asked = placeholdersIn(template.system, template.prompt);
  const leak = asked.find((name) => name === goldColumn || (name === "label" && !columns.includes("label")));
  if (leak !== undefined) return `{{${leak}}} in the template's prompt would give the answer away; take it out.`;
  const unknown = templateColumns(template).find((name) => !columns.includes(name));
  if (unknown !== undefined) return `The template names {{${unknown}}}, but the data has no such column; it has ${columns.join(", ")}.`;
  if (placeholdersIn(template.prompt).length === 0)
    return "The template's prompt names no column, so all rows would look alike; put {{column}} in it.";
  if (!placeholdersIn(template.completion).includes("label")) return "The template's completion must contain {{label}}.";
  return sameAnswer(template.answers ?? {}, labels);
}

/**
 * Two labels that a model would answer by the same words, which nothing can tell apart afterwards.
 * @param answers the words for some of the labels; the others are answered by their name
 */
export function sameAnswer(answers: Readonly<Record<string, string>>, labels: readonly string[]): string | undefined {
  const byAnswer = new Map<string, string>();
  for (const label of labels) {
    const answer = (Object.hasOwn(answers, label) ? answers[label]! : label).trim();
    const other = byAnswer.get(answer);
    if (other !== undefined) return `The labels "${other}" and "${label}" have the same answer, "${answer}": give each its own.`;
    byAnswer.set(answer, label);
  }
  return undefined;
}

/** A row's training example in the three texts that every service wants in one shape or another. */
export interface TaskExample {
  readonly system: string;
  readonly prompt: string;
  readonly completion: string;
}

/** @param cells the row's cells by column @throws Error if the template names a column that is not among them */
export const renderExample = (template: TaskTemplate, cells: Readonly<Record<string, CellValue>>, label: string): TaskExample => ({
  system: fillTemplate(template.system, cells),
  prompt: fillTemplate(template.prompt, cells),
  completion: fillTemplate(template.completion, { ...cells, label: template.answers?.[label] ?? label }),
});
