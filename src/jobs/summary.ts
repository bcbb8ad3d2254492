import { wholeNumber } from "../core/data/numberText";
import type { Problem } from "../core/data/problem";
import type { Cost } from "../protocol/jobs";
import type { DataFile, JobRecord } from "./job";
import { costText } from "./prices";
import type { Provider } from "./provider";
import { columnsOf } from "../llm/promptTemplate";
import { summaryOf, type Summary } from "../llm/summary";
import type { JobTicket } from "./ticket";

interface Parts {
  readonly ticket: JobTicket;
  readonly provider: Provider;
  readonly files: JobRecord["files"];
  readonly estimate: Cost;
  readonly tokensAreEstimated: boolean;
  readonly problems: readonly Problem[];
}

/** Says exactly what leaves the machine, to whom, and what it costs. */
export function summarize({ ticket, provider, files, estimate, tokensAreEstimated, problems }: Parts): Summary {
  const { host, title, notes, ending } = provider;
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const lines = [
    host === undefined ? `${title}: nothing leaves this machine.` : `${title}: the files below are sent to ${host} and kept there.`,
    `Model: ${ticket.baseModel}, ${ticket.method}${ticket.suffix === undefined ? "" : `, suffix "${ticket.suffix}"`}`,
    fileLine("Training", files.training, tokensAreEstimated),
    ...(files.validation ? [fileLine("Validation", files.validation, tokensAreEstimated)] : []),
    ...(ticket.notUsed === undefined ? [] : [`Rows not used: ${ticket.notUsed}`]),
    `Columns: ${ticket.task ? columnsOf(ticket.task).join(", ") || "none" : "as the files have them; they were not made from this project's template"}`,
    `Settings: ${settingsText(ticket)}`,
    `Cost: ${costText(estimate)}`,
    ...(ending?.lastDay === undefined ? [] : [`Closing: the last day is ${ending.lastDay}. ${ending.reason}`]),
    ...notes,
    ...(warnings.length === 0 ? [] : [`Warnings: ${warnings.length}`, ...warnings.map(warningLine)]),
  ];
  // The files are agreed to byte for byte; nobody reads their hashes.
  return summaryOf(lines.join("\n"), [files.training.sha256, files.validation?.sha256]);
}

function fileLine(name: string, { examples, bytes, tokens }: DataFile, estimated: boolean): string {
  const about = estimated ? "about " : "";
  return `${name}: ${wholeNumber(examples)} ${examples === 1 ? "example" : "examples"}, ${wholeNumber(bytes)} bytes, ${about}${wholeNumber(tokens)} tokens`;
}

function settingsText({ hyperparameters, provider }: JobTicket): string {
  const { id: _, ...options } = provider;
  const plain = Object.entries({ ...hyperparameters, ...options }).filter(([, value]) => typeof value !== "object");
  return plain.map(([name, value]) => `${name} ${String(value)}`).join(", ") || "the provider's own";
}

const warningLine = ({ file, line, message }: Problem): string => `  ${file}${line === undefined ? "" : `:${line}`}: ${message}`;
