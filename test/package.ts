// npm run package [-- TARGET ...]: packs the extension for these platforms (linux-x64) into out/, and checks what is inside.
import { statSync } from "node:fs";
import { relative } from "node:path";
import { packVsix } from "./vsix";

const targets = process.argv.slice(2);
try {
  for (const target of targets.length > 0 ? targets : ["linux-x64"]) {
    const vsix = packVsix(target);
    console.log(`${relative(process.cwd(), vsix)}: ${(statSync(vsix).size / 1e6).toFixed(1)} MB, native parts inside`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
