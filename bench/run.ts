// npm run bench [-- NAME [ARGUMENTS]]: runs one benchmark on a fresh build, minified as users get it. Each prints ratios to a baseline in the same run; what it
// measures, and its arguments, stand at the top of its file.
import { join } from "node:path";
import { showCommand } from "../test/command";

const benches: Readonly<Record<string, string>> = {
  export: "export/export.ts",
  passes: "export/passes.ts",
  live: "live/live.ts",
  reading: "reading.ts",
  statistics: "statistics.ts",
  labelModel: "labelModel.ts",
  snorkel: "snorkel/sideBySide.ts",
  endModel: "endModel/sideBySide.ts",
  queues: "endModel/queues.ts",
  gold: "gold.ts",
  suggest: "suggest/suggest.ts",
  bounds: "bounds/bounds.ts",
};

const [name = "", ...rest] = process.argv.slice(2);
const script = benches[name];
if (script === undefined) {
  console.error(`usage: npm run bench -- NAME [ARGUMENTS]; there are ${Object.keys(benches).join(", ")}`);
  process.exitCode = 2;
} else {
  const done =
    showCommand(process.execPath, ["esbuild.js", "--production"]) &&
    showCommand(process.execPath, ["--import", "tsx", join(__dirname, script), ...rest]);
  process.exitCode = done ? 0 : 1;
}
