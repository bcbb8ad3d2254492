/** The thread that runs LFs. It wires the engine to the port; see engine.ts for what it does. */
import { parentPort, workerData } from "node:worker_threads";
import { portPipe } from "../protocol/portPipe";
import { connect } from "../protocol/rpc";
import { createEngine } from "./engine";
import { guardTerminal } from "./guardTerminal";
import type { Tell, WorkerApi, WorkerEvents, WorkerStart } from "./workerApi";

const port = parentPort;
if (!port) throw new Error("worker.js runs in a worker thread only");

const tell: Tell = (name, argument) => client.tell(name, argument as never);
// LFs share this realm with what they are handed of it (clones, the console, the SDK): nothing may be added to what all inherit from,
// and the lists of `tokens()` must do for each what they do for the others.
for (const shared of [Object.prototype, Function.prototype]) Object.preventExtensions(shared);
Object.freeze(Array.prototype);
guardTerminal();

const { api, stray } = createEngine(tell, new Int32Array((workerData as WorkerStart).position));
const client = connect<WorkerEvents, WorkerApi>(portPipe(port), api, stray);

// An LF may leave a promise or a timer behind that fails later: that is its fault, and no reason for the worker to end.
process.on("unhandledRejection", stray);
process.on("uncaughtException", stray);
