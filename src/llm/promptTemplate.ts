import * as z from "zod";
import type { CellValue } from "../core/data/cells";
import { fillTemplate, placeholdersIn } from "../core/data/template";
import type { TextMessage } from "./chatMessage";

/** How a row becomes a prompt, and a label an answer. */
export const promptTemplateSchema = z.strictObject({
  system: z.string().optional(),
  /** Text with `{{column}}` in it. */
  prompt: z.string().min(1),
  /** What the model should answer for a label; the label itself where it is not listed. */
  completions: z.record(z.string(), z.string()).optional(),
});
export type PromptTemplate = Readonly<z.infer<typeof promptTemplateSchema>>;

/** What is said to the model about a row. */
export const renderPrompt = ({ system = "", prompt }: PromptTemplate, row: Readonly<Record<string, CellValue>>): TextMessage[] => [
  ...(system === "" ? [] : [{ role: "system" as const, content: fillTemplate(system, row) }]),
  { role: "user", content: fillTemplate(prompt, row) },
];

/** The columns that a template sends, each once. */
export const columnsOf = ({ system = "", prompt }: PromptTemplate): string[] => placeholdersIn(system, prompt);
