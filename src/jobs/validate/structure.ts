import type { ChatRecord } from "../../llm/chatMessage";
import type { ChatFile } from "../chatRecord";
import type { Rules } from "../providers/rules";
import type { Finding } from "./finding";
import { isInstruction, messagesProblem } from "./messages";

/** What the provider would reject of a file as such: lines that are no examples, roles out of turn, too few, too large. */
export function checkStructure(file: ChatFile, rules: Rules, isTraining: boolean): Finding[] {
  const found = file.lines.flatMap(({ line, record, problem }): Finding[] => {
    const message = problem ?? (record ? messagesProblem(record, rules) : undefined);
    return message === undefined
      ? []
      : [{ kind: problem === undefined ? "messages" : "schema", severity: "error", file: file.path, line, message }];
  });
  return [...formProblems(file), ...mixedSchema(file), ...found, ...sizeProblems(file, rules, isTraining)];
}

/** What is wrong with the file before any line of it. */
function formProblems({ path, problem, hasMark }: ChatFile): Finding[] {
  const error = (message: string): Finding => ({ kind: "form", severity: "error", file: path, line: 1, message });
  return [
    ...(hasMark ? [error("The file begins with a byte-order mark (BOM), which JSON readers reject. Save it as UTF-8 without BOM.")] : []),
    ...(problem === undefined ? [] : [error(problem)]),
  ];
}

/** Whether messages carry weights or names, and whether there is a system message, must not differ between lines. */
function mixedSchema({ path, lines }: ChatFile): Finding[] {
  const shapes = lines.flatMap(({ line, record }) => (record ? [{ line, shape: shapeOf(record) }] : []));
  const first = shapes[0];
  const other = first && shapes.find(({ shape }) => shape !== first.shape);
  if (!first || !other) return [];
  const message = `This line has ${other.shape}, line ${first.line} has ${first.shape}. All lines of a file should have one form.`;
  return [{ kind: "mixed schema", severity: "warning", file: path, line: other.line, message }];
}

function shapeOf({ messages }: ChatRecord): string {
  const parts = [
    messages.some(({ role }) => isInstruction(role)) ? "a system message" : "no system message",
    ...(messages.some(({ weight }) => weight !== undefined) ? ["weights"] : []),
    ...(messages.some(({ name }) => name !== undefined) ? ["names"] : []),
  ];
  return parts.join(" and ");
}

function sizeProblems({ path, lines, bytes, problem }: ChatFile, rules: Rules, isTraining: boolean): Finding[] {
  const count = lines.length;
  const found: Finding[] = [];
  const say = (severity: "error" | "warning", message: string): void => void found.push({ kind: "size", severity, file: path, message });
  if (problem !== undefined) return [];
  if (count === 0) say("error", "The file is empty.");
  else if (isTraining && count < rules.minExamples)
    say("error", `${count === 1 ? "1 example is" : `${count} examples are`} too few: the provider takes ${rules.minExamples} or more.`);
  else if (isTraining && count < rules.advisedExamples)
    say("warning", `${count} examples are accepted, but ${rules.advisedExamples} or more are advised.`);
  if (rules.maxBytes !== undefined && bytes.length > rules.maxBytes)
    say("error", `${megabytes(bytes.length)} MB are more than the ${megabytes(rules.maxBytes)} MB that the provider takes.`);
  return found;
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
