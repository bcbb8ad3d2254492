/** The thread that runs LFs. It wires the engine to the port; see engine.ts for what it does. */
import { workerData } from "node:worker_threads";
import { portPipe } from "../../protocol/portPipe";
import { connect } from "../../protocol/rpc";
import { createEngine } from "./engine";
import { guardBuiltins } from "./guardBuiltins";
import { guardTerminal } from "./guardTerminal";
import type { Tell, WorkerApi, WorkerEvents, WorkerStart } from "../workerApi";

if (!workerData) throw new Error("worker.js runs in a worker thread only");
const start = workerData as WorkerStart;
const { port, position } = start;
// LFs can ask worker_threads for this object, too: what they sent in our name would be believed.
for (const name of Object.keys(start)) Reflect.deleteProperty(start, name);

const tell: Tell = (name, argument) => client.tell(name, argument as never);
guardTerminal();
const { api, stray } = createEngine(tell, new Int32Array(position), guardBuiltins());
const client = connect<WorkerEvents, WorkerApi>(portPipe(port), api, (error) => stray(error));

// An LF may leave a promise or a timer behind that fails later: that is its fault, and no reason for the worker to end.
process.on("unhandledRejection", (reason, promise) => stray(reason, promise));
process.on("uncaughtException", (error) => stray(error));
