import type { Problem } from "../core/data/problem";
import type { Cost } from "../protocol/jobs";
import { readChatFile, type ChatFile } from "./chatRecord";
import type { Clock } from "../net/clock";
import { ServiceFailure } from "../net/failure";
import type { DataFile, FileRole, JobRecord } from "./job";
import { estimateCost } from "./prices";
import type { Provider } from "./provider";
import type { Ending } from "./providers/ending";
import type { Summary } from "../llm/summary";
import { summarize } from "./summary";
import type { JobTicket } from "./ticket";
import { countTokens, type CountOptions, type TokenCount } from "../llm/tokens";
import { examplesOf, summarizeFindings, type Example, type Finding } from "./validate/finding";
import { checkLeaks } from "./validate/leaks";
import { checkLengths } from "./validate/lengths";
import { checkRepeats } from "./validate/repeats";
import { checkSensitive } from "./validate/sensitive";
import { checkSettings } from "./validate/settings";
import { checkStructure } from "./validate/structure";

/** A job that could be made: what is wrong with it, what it would cost and what would leave the machine. */
export interface Proposal {
  readonly ticket: JobTicket;
  /** Errors keep the job from being made; warnings are for the user to weigh. */
  readonly problems: readonly Problem[];
  readonly files: JobRecord["files"];
  readonly data: Partial<Record<FileRole, Uint8Array>>;
  readonly estimate: Cost;
  readonly summary: Summary;
}

/**
 * Checks a ticket and its files by the provider's own rules. Nothing is sent and nothing is written.
 * @throws Error naming the file if one cannot be read
 * @throws ServiceFailure if the provider no longer accepts jobs
 * @throws the reason of counting's signal once it is aborted
 */
export async function prepareJob(ticket: JobTicket, provider: Provider, clock: Clock, counting: CountOptions = {}): Promise<Proposal> {
  refuseIfOver(provider, clock.now());
  const training = await readCounted(ticket.training, ticket.baseModel, counting);
  const validation = ticket.validation === undefined ? undefined : await readCounted(ticket.validation, ticket.baseModel, counting);
  const problems = [
    ...checkSettings(ticket, provider).map((message): Problem => ({ file: ticket.training, severity: "error", message })),
    ...summarizeFindings(checkData(ticket, provider, training, validation)),
  ];
  const files = { training: dataFile(training), ...(validation ? { validation: dataFile(validation) } : {}) };
  const estimate = estimateCost(ticket, files.training.tokens);
  const { exact, counted, perExample } = training.count;
  return {
    ticket,
    problems,
    files,
    data: { training: training.bytes, ...(validation ? { validation: validation.bytes } : {}) },
    estimate,
    summary: summarize({ ticket, provider, files, estimate, tokensAreEstimated: !exact || counted < perExample.length, problems }),
  };
}

/** @throws ServiceFailure "refused" with reason and date if the provider no longer accepts jobs */
export function refuseIfOver({ title, ending }: Provider, now: number): void {
  if (!ending || !isOver(ending, now)) return;
  const last = ending.lastDay === undefined ? "" : ` The last day was ${ending.lastDay}.`;
  throw new ServiceFailure("refused", `${title} no longer accepts jobs. ${ending.reason}${last} Pick another provider.`);
}

const DAY_MS = 24 * 60 * 60_000;

const isOver = ({ lastDay }: Ending, now: number): boolean => lastDay === undefined || now >= Date.parse(lastDay) + DAY_MS;

interface CountedFile extends ChatFile {
  readonly examples: readonly Example[];
  readonly count: TokenCount;
}

async function readCounted(path: string, model: string, counting: CountOptions): Promise<CountedFile> {
  const file = await readChatFile(path);
  const examples = examplesOf(file);
  return {
    ...file,
    examples,
    count: await countTokens(
      examples.map(({ record }) => record),
      model,
      counting,
    ),
  };
}

function checkData(
  { baseModel, allowSecrets }: JobTicket,
  { rules }: Provider,
  training: CountedFile,
  validation?: CountedFile,
): Finding[] {
  const files = validation ? [training, validation] : [training];
  const structure = files.flatMap((file) => checkStructure(file, rules, file === training));
  // What an example says is looked at only where it is one.
  const wrong = new Set(structure.filter(({ severity }) => severity === "error").map(({ file, line }) => `${file}:${line}`));
  const sound = (file?: CountedFile): Example[] => file?.examples.filter(({ line }) => !wrong.has(`${file.path}:${line}`)) ?? [];
  return [
    ...structure,
    ...checkRepeats(sound(training), sound(validation)),
    ...files.flatMap(({ examples, count }) => checkLengths(examples, count, rules.maxExampleTokens(baseModel))),
    ...checkLeaks([...sound(training), ...sound(validation)]),
    ...checkSensitive(
      files.flatMap(({ examples }) => examples),
      allowSecrets,
    ),
  ];
}

const dataFile = ({ sha256, bytes, lines, count }: CountedFile): DataFile => ({
  sha256,
  bytes: bytes.length,
  examples: lines.length,
  tokens: count.total,
});
