import * as z from "zod";
import type { LogEntry, MetricPoint } from "../../../protocol/jobs";

/** What a training program said of itself. */
export interface CommandReport {
  readonly log: readonly LogEntry[];
  readonly metrics: readonly MetricPoint[];
  readonly progress?: { readonly done: number; readonly total: number };
  /** It said that it is done: `{"event": "done"}`. */
  readonly done: boolean;
  readonly model?: string;
  /** Where the next reading goes on: after the last whole line. */
  readonly next: number;
}

const number = z.number().nullish().catch(undefined);

/** A line of JSON, with the names that training programs commonly use. */
const lineSchema = z.looseObject({
  step: number,
  global_step: number,
  total_steps: number,
  max_steps: number,
  loss: number,
  train_loss: number,
  eval_loss: number,
  valid_loss: number,
  learning_rate: number,
  train_accuracy: number,
  eval_accuracy: number,
  event: z.string().nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
  model: z.string().nullish().catch(undefined),
});

const MOST_LINE = 2000;

/**
 * Reads the part of a program's output that is new.
 * @param bytes the output from `offset` on; a last line without its end is left for the next time, unless it is the last of all
 * @param pattern for output that is no JSON: a regular expression with the groups step, total, loss, validLoss
 * @param now the time given to all lines read now
 */
export function readOutput(bytes: Buffer, offset: number, options: { pattern?: RegExp; now: number; ended: boolean }): CommandReport {
  const whole = options.ended ? bytes.length : bytes.lastIndexOf(0x0a) + 1;
  const lines: { text: string; at: number }[] = [];
  for (let start = 0; start < whole;) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end === -1 || end >= whole ? whole : end;
    lines.push({ text: bytes.toString("utf8", start, stop), at: offset + start });
    start = stop + 1;
  }
  const named = lines.map(({ text, at }) => ({ text, id: `output:${at}`, at: options.now }));
  return { ...readLines(named, options.pattern), next: offset + whole };
}

/** A line of a program's output, when it was written or read, and its name in the job's log. */
export interface OutputLine {
  readonly text: string;
  readonly id: string;
  readonly at: number;
}

/** Reads whole lines of a program's output, wherever they were kept. */
export function readLines(lines: readonly OutputLine[], pattern?: RegExp): Omit<CommandReport, "next"> {
  const shown = lines.map((line) => ({ ...line, text: visibleText(line.text) }));
  const reports = shown.filter(({ text }) => text !== "").map((line) => readLine(line, pattern));
  const last = <T>(pick: (report: LineReport) => T | undefined): T | undefined =>
    reports.map(pick).findLast((found) => found !== undefined);
  const [progress, model] = [last((report) => report.progress), last((report) => report.model)];
  return {
    log: reports.flatMap(({ entry }) => entry ?? []),
    metrics: reports.flatMap(({ point }) => point ?? []),
    done: reports.some(({ done }) => done === true),
    ...(progress ? { progress } : {}),
    ...(model === undefined ? {} : { model }),
  };
}

/** What one line says. */
interface LineReport {
  entry?: LogEntry;
  point?: MetricPoint;
  progress?: { done: number; total: number };
  done?: boolean;
  model?: string;
}

function readLine({ text, id, at }: OutputLine, pattern?: RegExp): LineReport {
  const parsed = lineSchema.safeParse(parseJson(text));
  if (parsed.success) return readJsonLine(parsed.data, { id, at, level: "info", message: text });
  const entry: LogEntry = { id, at, level: /\b(error|exception|traceback)\b/i.test(text) ? "error" : "info", message: text };
  const groups = pattern?.exec(text)?.groups;
  return groups ? { entry, ...readGroups(groups) } : { entry };
}

/** Lines that are only numbers are no log: they make the curve. */
function readJsonLine(line: z.infer<typeof lineSchema>, entry: LogEntry): LineReport {
  const measured = curvePoint({
    step: line.step ?? line.global_step,
    total: line.total_steps ?? line.max_steps,
    trainLoss: line.train_loss ?? line.loss,
    validLoss: line.valid_loss ?? line.eval_loss,
    trainAccuracy: line.train_accuracy,
    validAccuracy: line.eval_accuracy,
    learningRate: line.learning_rate,
  });
  const said = line.message ?? (measured.point ? undefined : entry.message);
  return {
    ...measured,
    ...(said === undefined ? {} : { entry: { ...entry, level: line.event === "error" ? "error" : "info", message: said } }),
    done: line.event === "done",
    ...(line.event === "done" && line.model ? { model: line.model } : {}),
  };
}

function readGroups(groups: Readonly<Record<string, string | undefined>>): LineReport {
  const read = (name: string): number | undefined => (groups[name] === undefined ? undefined : Number(groups[name]));
  return curvePoint({ step: read("step"), total: read("total"), trainLoss: read("loss"), validLoss: read("validLoss") });
}

function curvePoint({ step, total, ...values }: Readonly<Record<string, number | null | undefined>>): LineReport {
  if (step == null || !(step >= 0)) return {};
  const finite = Object.entries(values).filter(([, value]) => value != null && Number.isFinite(value));
  return {
    ...(finite.length > 0 ? { point: { step, ...Object.fromEntries(finite) } } : {}),
    ...(total != null && total > 0 ? { progress: { done: Math.min(step, total), total } } : {}),
  };
}

/** What a terminal would show of a line: progress bars write over themselves, and colours are no text. */
function visibleText(line: string): string {
  const shown = line.replace(/\r+$/, "").split("\r").at(-1)!;

  return shown
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, "")
    .trim()
    .slice(0, MOST_LINE);
}

function parseJson(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
