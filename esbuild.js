// One bundle per runtime: the extension host, the worker that runs LFs, the CLI, the SDK and the webviews.
const esbuild = require("esbuild");
const { rmSync } = require("node:fs");

const watch = process.argv.includes("--watch");
const production = process.argv.includes("--production");

const common = {
  bundle: true,
  sourcemap: production ? false : "linked",
  minify: production,
  logLevel: "warning",
  legalComments: "none",
};
// Native parts cannot be bundled; they are installed beside the bundles (see .vscodeignore).
const native = ["@duckdb/node-api", "esbuild"];
const node = { ...common, platform: "node", target: "node20", format: "cjs" };

const bundles = [
  { ...node, entryPoints: { extension: "src/extension.ts" }, outdir: "dist", external: ["vscode", ...native] },
  { ...node, entryPoints: { worker: "src/engine/worker.ts" }, outdir: "dist", external: native },
  { ...node, entryPoints: { cli: "src/cli/main.ts" }, outdir: "dist", external: native, banner: { js: "#!/usr/bin/env node" } },
  { ...node, entryPoints: { index: "src/sdk/index.ts" }, outdir: "dist/sdk" },
  {
    ...common,
    platform: "browser",
    target: "es2022",
    format: "iife",
    jsx: "automatic",
    entryPoints: { webview: "webview-ui/src/main.tsx" },
    outdir: "dist",
    loader: { ".ttf": "file" },
    define: { "process.env.NODE_ENV": JSON.stringify(production ? "production" : "development") },
  },
];

async function main() {
  if (production) rmSync("dist", { recursive: true, force: true });
  const contexts = await Promise.all(bundles.map((bundle) => esbuild.context(bundle)));
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  await Promise.all(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exitCode = 1;
});
