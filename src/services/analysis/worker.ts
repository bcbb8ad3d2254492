// The analysis thread: statistics and label models, off the editor's thread. It keeps nothing between calls.
import { parentPort } from "node:worker_threads";
import type { AnalysisApi } from "../../protocol/analysis";
import { portPipe } from "../../protocol/portPipe";
import { connect } from "../../protocol/rpc";
import { analyse, fitted } from "./analyse";

if (!parentPort) throw new Error("The analysis runs in a worker thread.");
connect<object, AnalysisApi>(portPipe(parentPort), { analyse: (input) => analyse(fitted(input)) });
