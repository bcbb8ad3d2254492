import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import type { ChatRecord } from "../../src/llm/chatMessage";
import { chatLines } from "../../src/jobs/chatRecord";
import { openAgreements } from "../../src/jobs/agreements";
import { systemClock, type Clock } from "../../src/net/clock";
import { submitJob } from "../../src/jobs/control";
import type { JobRecord } from "../../src/jobs/job";
import { prepareJob } from "../../src/jobs/prepare";
import type { TrainLocally } from "../../src/jobs/providers/local/provider";
import type { Machine } from "../../src/jobs/providers/machine";
import { providers } from "../../src/jobs/providers/registry";
import { addJob, type JobTools } from "../../src/jobs/runner";
import { keepSecrets, type SecretSource } from "../../src/jobs/secrets";
import { openJobStore } from "../../src/jobs/store";
import { parseTicket, type JobTicket } from "../../src/jobs/ticket";
import { NOW } from "./now";
import { KEY } from "./servers/openaiServer";

export const loraScript = join(__dirname, "..", "..", "media", "train_lora.py");

const folders: string[] = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lf lens [jobs] "));
  folders.push(folder);
  return folder;
}

export interface FakeClock extends Clock {
  /** All that was slept, in milliseconds. */
  readonly slept: number[];
  /** Added to the time at each sleep. */
  jump: number;
}

/** A clock on which every sleep is over at once. */
export function fakeClock(): FakeClock {
  let now = NOW;
  return {
    slept: [],
    jump: 0,
    now: () => now,
    async sleep(ms, signal) {
      if (this.slept.push(ms) > 5000) throw new Error("the job never ends");
      now += ms + this.jump;
      await breathe();
      signal?.throwIfAborted();
    },
  };
}

/** Twelve different examples of two labels. */
export const examples: readonly ChatRecord[] = Array.from({ length: 12 }, (_, index) => ({
  messages: [
    { role: "user", content: `Comment number ${index + 1} on a video` },
    { role: "assistant", content: index % 2 === 0 ? "HAM" : "SPAM" },
  ],
}));

export const validationExamples: readonly ChatRecord[] = [
  {
    messages: [
      { role: "user", content: "Another comment" },
      { role: "assistant", content: "HAM" },
    ],
  },
];

export interface World {
  readonly folder: string;
  readonly tools: JobTools & { readonly clock: FakeClock };
  /** A ticket on files of this folder. */
  ticket(parts: Record<string, unknown>): JobTicket;
  /** A job on disk, agreed to, not yet sent. */
  add(parts: Record<string, unknown>): Promise<JobRecord>;
  /** Adds a job and sends it. */
  submit(parts: Record<string, unknown>): Promise<JobRecord>;
  /** Everything that is written in the folder, as one text. */
  allText(): string;
}

export interface WorldOptions {
  readonly folder?: string;
  readonly secret?: SecretSource;
  readonly train?: TrainLocally;
  readonly realTime?: boolean;
  readonly machine?: Machine;
}

/** A folder with examples and all that jobs need, on a clock that never waits. */
export function newWorld({
  folder = newFolder(),
  secret = () => Promise.resolve(KEY),
  train,
  realTime,
  machine,
}: WorldOptions = {}): World {
  const clock = fakeClock();
  if (realTime) Object.assign(clock, systemClock);
  const secrets = keepSecrets(secret);
  const agreements = openAgreements(stateIn(folder));
  const { seal } = agreements;
  const store = openJobStore(join(folder, "jobs"), (text) => secrets.redact(text), agreements);
  const provider = providers({ secrets, clock, seal, loraScript, ...(machine ? { machine } : {}), ...(train ? { train } : {}) });
  const tools = { store, clock, secrets, provider, seal, random: () => 0.5 };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "training.jsonl"), chatLines(examples));
  writeFileSync(join(folder, "validation.jsonl"), chatLines(validationExamples));
  const ticket: World["ticket"] = (parts) =>
    parseTicket({
      baseModel: "gpt-4o-mini",
      training: join(folder, "training.jsonl"),
      validation: join(folder, "validation.jsonl"),
      ...parts,
    });
  const add: World["add"] = async (parts) => {
    const proposal = await prepareJob(ticket(parts), provider(ticket(parts)), clock);
    return addJob(proposal, proposal.summary.hash, tools);
  };
  return {
    folder,
    tools,
    ticket,
    add,
    submit: async (parts) => submitJob((await add(parts)).id, tools),
    allText: () => textIn(folder),
  };
}

/** Where the user of a world keeps what is the user's own; `XDG_STATE_HOME` is the folder above it. */
export const stateIn = (folder: string): string => join(folder, "state", "lf-lens");

function textIn(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("\n");
}
