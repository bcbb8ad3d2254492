// From a keystroke to the new statistics of all LFs, inside a real extension host, as ratios to a bare loop over the edited LF in the
// same run: npm run build && npx tsx bench/live/live.ts
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { runInHost } from "../../test/vscode/host";
import { versions } from "../../test/vscode/install";
import type { Measured } from "./inside";
import { lfFiles, shapeName, shapes, textRows, type Shape } from "./shapes";

const root = resolve(__dirname, "../..");

async function main(): Promise<void> {
  const script = join(root, "out/bench/inside.js");
  await build({
    entryPoints: [join(__dirname, "inside.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
  });
  for (const shape of shapes) report(shape, await measure(shape, script));
}

async function measure(shape: Shape, script: string): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-bench-"));
  const out = join(folder, "measured.json");
  const project = join(folder, "project");
  try {
    mkdirSync(project);
    writeFileSync(
      join(project, "lf.config.json"),
      JSON.stringify({ labels: ["HAM", "SPAM"], data: "rows.jsonl", sample: { rows: "all" } }),
    );
    writeFileSync(
      join(project, "rows.jsonl"),
      textRows(shape)
        .map((text) => JSON.stringify({ text }))
        .join("\n"),
    );
    for (const [name, text] of Object.entries(lfFiles(shape))) writeFileSync(join(project, name), text);
    await runInHost({ version: versions[0], script, workspace: project, env: { LF_LENS_BENCH: JSON.stringify({ shape, out }) } });
    return JSON.parse(readFileSync(out, "utf8")) as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(shape: Shape, { edits, settled, engine, lf, bare, reload, load }: Measured): void {
  const unit = percentile(bare, 50);
  const line = (what: string, values: readonly number[]): void =>
    console.log(`  ${what.padEnd(28)} p50 ${shown(percentile(values, 50), unit)}   p95 ${shown(percentile(values, 95), unit)}`);
  console.log(`\n${shapeName(shape)}`);
  line("bare loop over that LF", bare);
  line("the LF in the worker", lf);
  line("engine, there and back", engine);
  line("keystroke to statistics", edits);
  line("keystroke to denoised labels", settled);
  console.log(`  reload, from the cache       ${shown(reload, unit)}`);
  console.log(`  load of the extension        ${shown(load, unit)}`);
}

const shown = (ms: number, unit: number): string => `${ms.toFixed(1).padStart(8)} ms = ${(ms / unit).toFixed(1).padStart(6)}x`;

const percentile = (values: readonly number[], percent: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((percent / 100) * values.length))]!;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
