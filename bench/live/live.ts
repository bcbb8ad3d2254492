// From a keystroke to the new statistics of all LFs and their place on the screen, inside a real extension host, as ratios to a bare
// loop over the edited LF in the same run:
//   npm run bench -- live [number of a shape ...] [--profile file.cpuprofile]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { runInHost } from "../../test/vscode/host";
import { versions } from "../../test/vscode/install";
import type { Assignment, Edit, Measured } from "./inside";
import type { LastRun } from "../../src/protocol/snapshot";
import { notePaints, type Painted } from "./painted";
import { lfFiles, PAUSE, shapeName, shapes, textRows, type Shape } from "./shapes";

const root = resolve(__dirname, "../..");

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { profile: { type: "string" } } });
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
  const chosen = positionals.length === 0 ? shapes : positionals.map((number) => shapes[Number(number)]!);
  for (const shape of chosen) report(shape, await measure(shape, script, values.profile));
}

interface Result extends Measured {
  readonly painted: readonly Painted[];
}

async function measure(shape: Shape, script: string, profile: string | undefined): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "lf-lens-bench-"));
  const out = join(folder, "measured.json");
  const project = join(folder, "project");
  let painted: readonly Painted[] = [];
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
    const assignment: Assignment = { shape, out, ...(profile === undefined ? {} : { profile: resolve(profile) }) };
    await runInHost({
      version: versions[0],
      script,
      workspace: project,
      env: { LF_LENS_BENCH: JSON.stringify(assignment) },
      onPage: async (page) => void (painted = await notePaints(page)),
    });
    return { ...(JSON.parse(readFileSync(out, "utf8")) as Measured), painted };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Consecutive parts of the way from the keystroke to the screen, in ms; they overlap nowhere but in `paint`'s clock of 1 ms. */
const parts: readonly (readonly [name: string, ms: (edit: Edit, painted: readonly Painted[]) => number])[] = [
  ["VS Code tells the extension", ({ told }) => told],
  ["compile", ({ run }) => run.parts.compile],
  ["load", ({ run }) => run.parts.load],
  ["run", ({ run }) => run.parts.run],
  ["statistics", ({ run }) => run.parts.statistics],
  ["hops between threads", ({ run: { ms, parts: p } }) => ms - p.compile - p.load - p.run],
  ["the session's own work", ({ statistics, told, run }) => statistics - told - run.ms - run.parts.statistics],
  ["paint of the decoration", (edit, painted) => paintedAt(edit, painted) - edit.at - edit.statistics],
];

function report(shape: Shape, { edits, cold, reload, activation, painted }: Result): void {
  const bare = edits.map((edit) => edit.bare);
  const unit = percentile(bare, 50);
  const line = (what: string, values: readonly number[]): void =>
    console.log(`  ${what.padEnd(30)} p50 ${shown(percentile(values, 50), unit)}   p95 ${shown(percentile(values, 95), unit)}`);
  console.log(`\n${shapeName(shape)}; load ${loadavg()[0]!.toFixed(1)}`);
  line("bare loop over that LF", bare);
  line(
    "the LF in the worker",
    edits.map(({ lf }) => lf),
  );
  line(
    "change event to statistics",
    edits.map(({ statistics, told }) => statistics - told),
  );
  line(
    "keystroke to statistics",
    edits.map(({ statistics }) => statistics),
  );
  line(
    "keystroke to denoised labels",
    edits.map(({ settled }) => settled),
  );
  line(
    "keystroke to screen",
    edits.map((edit) => paintedAt(edit, painted) - edit.at).filter((ms) => !Number.isNaN(ms)),
  );
  for (const [name, ms] of parts) {
    const values = edits.map((edit) => ms(edit, painted)).filter((value) => !Number.isNaN(value));
    line(`  ${name}`, values);
  }
  console.log(`  cold: all LFs                    ${shown(cold.ms, unit)}; ${partsText(cold.run.parts)}`);
  console.log(`  reload, from the cache           ${shown(reload, unit)}`);
  console.log(`  activation                       load ${activation.load} ms, activate() ${activation.activate} ms`);
}

/** When the first change of the numbers after the statistics of this edit was on the screen; NaN if none was before the next edit. */
function paintedAt({ at, statistics, settled }: Edit, painted: readonly Painted[]): number {
  const seen = painted.find((paint) => paint.at >= Math.floor(at + statistics) && paint.at <= at + settled + PAUSE);
  return seen?.at ?? NaN;
}

const partsText = (of: LastRun["parts"]): string =>
  (["compile", "load", "run", "statistics"] as const).map((name) => `${name} ${of[name].toFixed(0)} ms`).join(", ");

const shown = (ms: number, unit: number): string => `${ms.toFixed(1).padStart(8)} ms = ${(ms / unit).toFixed(1).padStart(6)}x`;

const percentile = (values: readonly number[], percent: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor((percent / 100) * values.length))] ?? NaN;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
