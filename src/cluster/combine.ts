/**
 * The process that the cluster's driver starts once: `node combine.js FOLDER WORK`. It takes the different kinds of rows with their
 * numbers (kinds.bin, counts.bin), fits the label model to them or applies the frozen one, and writes what each kind gets
 * (labels.arrow) and the statistics of all rows (statistics.json).
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readJob } from "./clusterJob";
import { combineKinds } from "./combineKinds";
import { labelTable } from "./labelTable";
import type { PartitionFaults } from "./voting";

function main(): void {
  const [folder, work] = process.argv.slice(2) as [string, string];
  const read = (name: string): ArrayBuffer => Uint8Array.from(readFileSync(join(work, name))).buffer;
  const job = readJob(folder);
  const rows = new Int16Array(read("kinds.bin"));
  const counts = new Float64Array(read("counts.bin"));
  const faults = JSON.parse(readFileSync(join(work, "faults.json"), "utf8")) as PartitionFaults;
  const combined = combineKinds(job, { rows, counts }, faults);
  writeFileSync(join(work, "labels.arrow"), labelTable(job, rows, combined));
  writeFileSync(join(work, "statistics.json"), JSON.stringify(combined.statistics));
}

main();
