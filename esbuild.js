// One bundle per runtime: the extension host, the worker that runs LFs, the thread that does the arithmetic, the CLI, the SDK and the webviews.
const esbuild = require("esbuild");
const { execFile } = require("node:child_process");
const { cpSync, mkdirSync, rmSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { promisify } = require("node:util");
const { writeNotices } = require("./notices");

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");
// Packaging builds elsewhere, so that it never takes the files from under a running VS Code.
const outdir = process.argv.find((argument) => argument.startsWith("--outdir="))?.slice("--outdir=".length) ?? "dist";

const common = {
  bundle: true,
  sourcemap: production ? false : "linked",
  minify: production,
  logLevel: "warning",
  legalComments: "none",
};
// Native parts cannot be bundled; they are installed beside the bundles (see .vscodeignore).
const native = ["@duckdb/node-api", "esbuild"];
// A package's ES module comes first: the UMD files that some have beside it cannot be bundled.
const node = { ...common, platform: "node", target: "node20", format: "cjs", mainFields: ["module", "main"] };
// Some ES modules among our packages ask where they are; in a CommonJS bundle this is the answer.
const ownUrl = `"use strict"; const ownUrl = require("node:url").pathToFileURL(__filename).href;`;
const program = { ...node, define: { "import.meta.url": "ownUrl" }, banner: { js: ownUrl } };

const tokenizer = "gpt-tokenizer/encoding/o200k_base";
// Its table is three quarters of a terminal's code: it is a file beside the bundles that may need it, and read when it is.
const besideTokenizer = {
  // An extension host loads what is required wherever it runs; what is imported, not everywhere.
  supported: { "dynamic-import": false },
  plugins: [
    {
      name: "tokenizer",
      setup: (build) => build.onResolve({ filter: /^gpt-tokenizer\// }, () => ({ path: "./tokenizer.js", external: true })),
    },
  ],
};

const bundles = [
  { ...program, entryPoints: { extension: "src/extension.ts" }, outdir, external: ["vscode", ...native] },
  {
    ...program,
    entryPoints: { worker: "src/engine/worker/worker.ts", compiler: "src/engine/worker/compilerWorker.ts" },
    outdir,
    external: native,
  },
  {
    ...program,
    entryPoints: { partition: "src/cluster/partition.ts", voter: "src/cluster/voter.ts", combine: "src/cluster/combine.ts" },
    outdir: `${outdir}/cluster`,
    // Machines of a cluster have no more than the folder: what they fail at must be readable there.
    sourcemap: false,
    minify: true,
    keepNames: true,
  },
  { ...node, entryPoints: { debugRow: "src/engine/debug/debugRow.ts" }, outdir },
  { ...program, entryPoints: { analysis: "src/services/analysis/worker.ts" }, outdir },
  { ...program, entryPoints: { training: "src/services/endModel/trainingWorker.ts" }, outdir },
  { ...program, entryPoints: { tables: "src/dataset/worker.ts" }, outdir, external: native },
  { ...node, entryPoints: { tokenizer }, outdir },
  { ...program, entryPoints: { jobs: "src/services/jobs/jobFolder.ts" }, outdir, ...besideTokenizer },
  { ...program, entryPoints: { asking: "src/services/asking/askModels.ts" }, outdir, ...besideTokenizer },
  {
    ...program,
    entryPoints: { cli: "src/cli/main.ts" },
    outdir,
    external: native,
    banner: { js: `#!/usr/bin/env node\n${ownUrl}` },
    ...besideTokenizer,
  },
  { ...node, entryPoints: { index: "src/sdk/index.ts" }, outdir: `${outdir}/sdk` },
  {
    ...common,
    platform: "browser",
    target: "es2022",
    format: "iife",
    jsx: "automatic",
    entryPoints: {
      webview: "webview-ui/src/main.tsx",
      evaluationPanel: "webview-ui/src/evaluationPanel.tsx",
      jobPanel: "webview-ui/src/jobPanel.tsx",
      labelPanel: "webview-ui/src/labelPanel.tsx",
    },
    outdir,
    loader: { ".ttf": "file" },
    define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
  },
];

async function main() {
  if (production) rmSync(outdir, { recursive: true, force: true });
  if (watch) {
    const contexts = await Promise.all(bundles.map((bundle) => esbuild.context(bundle)));
    await Promise.all(contexts.map((context) => context.watch()));
  } else {
    const built = await Promise.all(bundles.map((bundle) => esbuild.build({ ...bundle, metafile: true })));
    await writeNotices(
      outdir,
      built.map(({ metafile }) => metafile),
    );
  }
  // Beside the programs that it starts.
  cpSync("media/spark", join(outdir, "cluster"), { recursive: true });
  await Promise.all([writeJsonSchemas(), writeSdkTypes()]);
}

/** The JSON schemas of what users write: by the file in dist/ the module whose zod schema validates it, and the function that gives it. */
const jsonSchemas = {
  "lf.config.schema.json": ["src/services/config/schema.ts", "configJsonSchema"],
  "lf.pins.schema.json": ["src/services/pins/pinFile.ts", "pinJsonSchema"],
};

async function writeJsonSchemas() {
  mkdirSync(outdir, { recursive: true });
  for (const [name, [entryPoint, schemaOf]] of Object.entries(jsonSchemas)) {
    const outfile = resolve("out", `${name}.cjs`);
    await esbuild.build({ ...node, sourcemap: false, entryPoints: [entryPoint], outfile });
    writeFileSync(join(outdir, name), JSON.stringify(require(outfile)[schemaOf](), null, 2));
  }
}

/** The declarations that a project's generated .lf-lens/ folder gets a copy of. */
async function writeSdkTypes() {
  const tsc = require.resolve("typescript/bin/tsc");
  await promisify(execFile)(process.execPath, [tsc, "-p", "src/sdk", "--outDir", join(outdir, "sdk")]);
}

module.exports = { bundles };

if (require.main === module) {
  main().catch((error) => {
    // tsc reports on stdout
    console.error(error.stdout || (error.message ?? error));
    process.exit(1); // contexts that were not disposed would keep it alive
  });
}
