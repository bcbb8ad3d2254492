// The thread that reads and writes tables which belong to no project: DuckDB loads here, not in the process that asks.
import { parentPort } from "node:worker_threads";
import { portPipe } from "../protocol/portPipe";
import { connect } from "../protocol/rpc";
import type { TablesApi } from "../protocol/voteTable";
import { writeDenoised } from "./write/denoisedTable";
import { analyseFiles } from "./propose/analyseFiles";
import { mineFiles } from "./propose/mineFiles";
import { readVoteTable } from "./votes/voteTable";

if (!parentPort) throw new Error("Tables are read and written in a worker thread.");
connect<object, TablesApi>(portPipe(parentPort), {
  readVotes: readVoteTable,
  analyse: ({ files }) => analyseFiles(files),
  mine: mineFiles,
  writeDenoised: ({ out, format, table }) => writeDenoised(out, format, table),
});
