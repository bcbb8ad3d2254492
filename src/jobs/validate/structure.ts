import type { ChatFile, ChatRecord } from "../chatRecord";
import type { Rules } from "../provider";
import type { Finding } from "./finding";

/** What the provider would reject of a file as such: lines that are no examples, roles out of turn, too few, too large. */
export function checkStructure(file: ChatFile, rules: Rules, isTraining: boolean): Finding[] {
  const found = file.lines.flatMap(({ line, record, problem }): Finding[] => {
    const message = problem ?? (record ? roleProblem(record, rules) : undefined);
    return message === undefined
      ? []
      : [{ kind: problem === undefined ? "roles" : "schema", severity: "error", file: file.path, line, message }];
  });
  return [...mixedSchema(file), ...found, ...sizeProblems(file, rules, isTraining)];
}

/** Messages may begin with the system's; then user and assistant take turns, and the assistant is last. */
function roleProblem({ messages }: ChatRecord, { messageRoles }: Rules): string | undefined {
  const odd = messages.find(({ role }) => !messageRoles.includes(role));
  if (odd) return `The role "${odd.role}" is not one of ${messageRoles.join(", ")}.`;
  const turns = messages.filter(({ role }, index) => !(index === 0 && isInstruction(role)));
  const wrong = turns.findIndex(({ role }, index) => role !== (index % 2 === 0 ? "user" : "assistant"));
  if (wrong !== -1)
    return `Message ${wrong + 1 + (messages.length - turns.length)} is by "${turns[wrong]!.role}": after an optional system message, user and assistant must take turns, user first.`;
  if (messages.at(-1)!.role !== "assistant") return "The last message must be the assistant's: it is what the model learns to say.";
  return messages.at(-1)!.content.trim() === "" ? "The assistant's last message is empty: there is nothing to learn." : undefined;
}

const isInstruction = (role: string): boolean => role === "system" || role === "developer";

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

function sizeProblems({ path, lines, bytes }: ChatFile, rules: Rules, isTraining: boolean): Finding[] {
  const count = lines.length;
  const found: Finding[] = [];
  const say = (severity: "error" | "warning", message: string): void => void found.push({ kind: "size", severity, file: path, message });
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
