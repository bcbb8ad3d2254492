/** The thread that runs LFs on a partition's rows: what worker.ts is on one machine, without data files and native parts. */
import { workerData } from "node:worker_threads";
import type { Table } from "../dataset/open/dataset";
import { voteOn, type BatchVotes } from "../engine/apply/voteOnRows";
import type { Bundle } from "../engine/bundle";
import { createLfFiles, type LoadedPlan } from "../engine/realm/lfFiles";
import { createUserCode } from "../engine/realm/userCode";
import { createLfRunner } from "../engine/run/lfRunner";
import type { VotingProject } from "../engine/run/openProject";
import { createVoteReader } from "../engine/run/voteReader";
import { guardBuiltins } from "../engine/worker/guardBuiltins";
import { guardTerminal } from "../engine/worker/guardTerminal";
import type { Stopped, Tell, WorkerEvents, WorkerStart } from "../engine/workerApi";
import { portPipe } from "../protocol/portPipe";
import { connect } from "../protocol/rpc";
import { readJob, specOf } from "./clusterJob";
import { createTableReader, type RowsFrom } from "./clusterTable";
import type { VotedRows, VoterApi } from "./voterApi";

if (!workerData) throw new Error("voter.js runs in a worker thread only");
const start = workerData as WorkerStart;
const { port } = start;
const position = new Int32Array(start.position);
// LFs can ask worker_threads for this object, too: what they sent in our name would be believed.
for (const name of Object.keys(start)) Reflect.deleteProperty(start, name);

const tell: Tell = (name, argument) => client.tell(name, argument as never);
guardTerminal();
const builtins = guardBuiltins();
let memoryMb: number | undefined;
const userCode = createUserCode({ tell, position, builtins, memoryMb: () => memoryMb });
const runner = createLfRunner(tell, position, userCode);
let open: ReturnType<typeof openJob> | undefined;

function openJob(folder: string, from: RowsFrom) {
  const job = readJob(folder);
  memoryMb = job.limits.memoryMb;
  const spec = specOf(folder, job);
  const { print, onRead, returned, consulted } = runner;
  const files = createLfFiles({ fingerprint: "", spec, userCode, builtins, print, onRead, returned, consulted });
  const project: VotingProject = { spec, reader: createVoteReader(job.labels), files };
  const bundles = new Map(job.compilation.bundles.map((bundle): [string, Bundle] => [bundle.id, bundle]));
  const load = (stopped: Stopped): LoadedPlan => files.load(job.compilation.files, bundles, { stopped });
  return { project, load, readTable: createTableReader(job, from) };
}

const api: VoterApi = {
  open({ folder, from }) {
    open = openJob(folder, from);
    return Promise.resolve(open.load(new Map()).problems);
  },
  async vote({ rows: bytes, firstRow, stopped }) {
    const { project, load, readTable } = open!;
    const plan = load(stopped);
    const table = readTable(bytes);
    const logs = plan.lfs.map((lf) => runner.newLog(project, lf));
    const voted = await voteOn({ project, plan, runner }, table, firstRow, logs);
    const faults = plan.lfs.flatMap((lf, j) => logs[j]!.faults().map((fault) => ({ lf: lf.name, fault })));
    return { rows: table.rows, kinds: kindsOf(table, voted), faults } satisfies VotedRows;
  },
};

function kindsOf({ rows, gold, splits }: Table, voted: readonly BatchVotes[]): Int16Array {
  const width = voted.length + 2;
  const kinds = new Int16Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let lf = 0; lf < voted.length; lf++) kinds[row * width + lf] = voted[lf]!.votes[row]!;
    kinds[row * width + width - 2] = gold[row]!;
    kinds[row * width + width - 1] = splits[row]!;
  }
  return kinds;
}

const client = connect<WorkerEvents, VoterApi>(portPipe(port), api, (error) => runner.stray(error, userCode.ownerOf()));

// As in worker.ts: what an LF leaves behind that fails later is its fault, and no reason for the thread to end.
process.on("unhandledRejection", (reason, promise) => runner.stray(reason, userCode.ownerOf(promise)));
process.on("uncaughtException", (error) => runner.stray(error, userCode.ownerOf()));
