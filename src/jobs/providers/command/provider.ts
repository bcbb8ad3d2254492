import { mkdir, open, readFile, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { writeAtomically } from "../../../files/writeAtomically";
import { isRunning, ownProcessSchema, type OwnProcess } from "../../../files/processes";
import type { Clock } from "../../../net/clock";
import { ServiceFailure } from "../../../net/failure";
import type { JobOrder, Known, Observation, Provider } from "../../provider";
import type { SpecOf } from "../descriptions";
import type { SecretKeeper } from "../../secrets";
import { command as description } from "./description";
import { commandEnv, envNote, secretValues } from "./commandEnv";
import { fillCommand, placeholderValues } from "./commandLine";
import { readOutput } from "./commandOutput";
import { endGroup, startProcess } from "./processGroup";
import type { Seal } from "../../../files/seal";

const POLL_MS = 1000;
/** How long a program has to end by itself once it is asked to. */
const GRACE_MS = 10_000;
const LOOK_MS = 200;

const exitSchema = z.strictObject({ code: z.number().nullable(), error: z.string().optional() });

/** The files by which a command job is found again, all in the job's own folder. */
const filesOf = (folder: string) => ({
  output: join(folder, "output.log"),
  /** Written before the program is started: with it alone, nobody can say whether it was. */
  starting: join(folder, "starting"),
  process: join(folder, "process.json"),
  exit: join(folder, "exit.json"),
});

/** Any training program of the user's, started without a shell. It goes on when the editor is closed, and is found again after. */
export function commandProvider(spec: SpecOf<"command">, secrets: SecretKeeper, clock: Clock, seal: Seal): Provider {
  const names = spec.env ?? [];
  // What it says of itself gets into the job's record.
  for (const value of secretValues(names)) secrets.hide(value);
  return {
    title: description.title,
    notes: [`Runs: ${JSON.stringify(spec.command)}. What that program itself sends is not known here.`, envNote(names)],
    rules: description.rules,
    pollMs: POLL_MS,
    upload: ({ path }) => Promise.resolve(path),
    findUpload: () => Promise.resolve(undefined),
    isReady: () => Promise.resolve(true),
    create: (order) => start(spec, order, seal),
    find: async (order) => (existsSync(filesOf(order.folder).starting) ? [remoteIdOf(await startedProcess(order, seal))] : []),
    observe: async (_, known) => observe(spec, known, await startedProcess(known.order, seal), clock),
    cancel: async (_, order) => stop(await startedProcess(order, seal), clock),
  };
}

const remoteIdOf = ({ pid }: OwnProcess): string => `process ${pid}`;

async function start({ command, folder, progress, env = [] }: SpecOf<"command">, order: JobOrder, seal: Seal): Promise<string> {
  compilePattern(progress);
  const line = fillCommand(command, placeholderValues(order));
  const given = commandEnv(env);
  const paths = filesOf(order.folder);
  await mkdir(join(order.folder, "output"), { recursive: true });
  const output = await open(paths.output, "a");
  try {
    await writeFile(paths.starting, "");
    const own = await startProcess(line, { folder: resolve(folder ?? order.folder), env: given, output: output.fd, exit: paths.exit });
    await writeAtomically(paths.process, JSON.stringify({ ...own, seal: await seal(sealed(order, own)) }));
    return remoteIdOf(own);
  } catch (error) {
    throw new ServiceFailure("refused", `${line.program} could not be started: ${(error as Error).message}. Check the folder it runs in.`);
  } finally {
    await output.close();
  }
}
const sealedProcessSchema = z.strictObject({ ...ownProcessSchema.shape, seal: z.string() });

/** What the seal is over: a process of another job, or one that somebody else wrote down, is none that may be ended here. */
const sealed = ({ key }: JobOrder, { pid, started }: OwnProcess): string => JSON.stringify(["process", key, pid, started]);

async function startedProcess(order: JobOrder, seal: Seal): Promise<OwnProcess> {
  const path = filesOf(order.folder).process;
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text !== undefined) {
    const parsed = sealedProcessSchema.safeParse(parseOrNothing(text));
    const own = parsed.data && { pid: parsed.data.pid, started: parsed.data.started };
    if (own && parsed.data.seal === (await seal(sealed(order, own)))) return own;
    throw new ServiceFailure("refused", `${path} does not come from LF Lens on this machine: the process that it names is left alone.`);
  }
  throw new ServiceFailure(
    "refused",
    "LF Lens ended in the very moment when it started the command, so that nobody can say whether it runs. Look for it, and make a new job.",
  );
}

async function observe(spec: SpecOf<"command">, { order, cursor, cancelSent }: Known, own: OwnProcess, clock: Clock): Promise<Observation> {
  // Asked before the output is read: what a program writes last is in it then.
  const running = await isRunning(own);
  const offset = Number(cursor ?? 0);
  const bytes = await readFile(filesOf(order.folder).output);
  const pattern = compilePattern(spec.progress);
  const how = { now: clock.now(), ended: !running, ...(pattern ? { pattern } : {}) };
  const report = readOutput(bytes.subarray(offset), offset, how);
  const seen = {
    log: report.log,
    logComplete: true,
    metrics: report.metrics,
    checkpoints: [],
    cursor: String(report.next),
    ...(report.progress ? { progress: report.progress } : {}),
  };
  if (running) return { ...seen, state: "running" };
  if (cancelSent) return { ...seen, state: "cancelled" };
  // What it has come to may have been said while it still ran, in output that was read before.
  const { done, model } = readOutput(bytes, 0, how);
  const problem = await problemOf(order, done);
  if (problem !== undefined) return { ...seen, state: "failed", problem };
  return { ...seen, state: "succeeded", tunedModel: model ?? join(order.folder, "output") };
}

/** Why an ended program is a failure, or undefined if it is none. */
async function problemOf({ folder }: JobOrder, saidDone: boolean): Promise<string | undefined> {
  const paths = filesOf(folder);
  const text = await readFile(paths.exit, "utf8").catch(() => undefined);
  const where = `Its output is in ${paths.output}.`;
  // Without a trace of its end the machine stopped under it, or somebody killed the whole group.
  if (text === undefined) return saidDone ? undefined : `The command was cut off before its last {"event": "done"}. ${where}`;
  const { code, error } = exitSchema.parse(JSON.parse(text));
  if (error !== undefined) return `The command could not be started: ${error}. Check the program's name.`;
  if (code === 0) return undefined;
  return code === null ? `The command was ended by a signal. ${where}` : `The command ended with exit code ${code}. ${where}`;
}

async function stop(own: OwnProcess, clock: Clock): Promise<void> {
  await endGroup(own, "SIGTERM");
  for (let waited = 0; waited < GRACE_MS && (await isRunning(own)); waited += LOOK_MS) await clock.sleep(LOOK_MS);
  await endGroup(own, "SIGKILL");
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function compilePattern(source: string | undefined): RegExp | undefined {
  try {
    return source === undefined ? undefined : new RegExp(source);
  } catch (error) {
    throw new ServiceFailure("refused", `The command's "progress" is not a valid regular expression: ${(error as Error).message}`);
  }
}
