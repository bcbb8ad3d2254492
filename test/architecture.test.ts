// Who may import whom. A wrong edge, a cycle or a stray top-level folder fails here, from the first commit on.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "..");

/** What all rooms of services may import. */
const servicesGround = ["src/core", "src/files", "src/protocol", "src/engine/environment", "src/services/*"];

/**
 * For each folder, and for each room in core, engine and services: the project's own modules (path prefixes under the top folder;
 * with /* the files directly in a folder) and the packages it may import. A room may import what is in it.
 */
const table: Record<string, { own: string[]; packages: string[] }> = {
  "src/core": { own: ["src/core/labelModel"], packages: [] },
  "src/core/dependencies": { own: ["src/core/*", "src/core/labelModel"], packages: ["ml-matrix"] },
  "src/core/endModel": { own: ["src/core/*", "src/core/labelModel", "src/core/why"], packages: [] },
  "src/core/export": { own: ["src/core/*", "src/core/labelModel"], packages: [] },
  "src/core/labelModel": { own: ["src/core/*"], packages: [] },
  "src/core/why": { own: ["src/core/*", "src/core/dependencies", "src/core/labelModel"], packages: [] },
  "src/sdk": { own: [], packages: [] },
  "src/protocol": { own: ["src/core"], packages: ["zod"] },
  "src/files": { own: [], packages: ["node", "zod", "tinyglobby", "picomatch"] },
  "src/dataset": {
    own: ["src/core", "src/sdk/nearest", "src/protocol", "src/files"],
    packages: ["node", "@duckdb/node-api", "tinyglobby", "apache-arrow", "fzstd", "lz4js"],
  },
  "src/engine": {
    own: ["package.json", "src/core", "src/dataset", "src/engine/debug", "src/engine/endModel", "src/files", "src/protocol", "src/sdk"],
    packages: ["@jridgewell/trace-mapping", "esbuild", "node", "typescript"],
  },
  "src/engine/debug": { own: ["src/engine/*", "src/protocol"], packages: ["@jridgewell/trace-mapping", "esbuild", "node", "typescript"] },
  "src/engine/endModel": {
    own: ["package.json", "src/core", "src/dataset", "src/engine/*", "src/files", "src/protocol"],
    packages: ["node"],
  },
  "src/net": { own: [], packages: ["node"] },
  "src/jobs": { own: ["src/core", "src/protocol", "src/files", "src/net"], packages: ["node", "zod", "openai", "gpt-tokenizer"] },
  "src/services": {
    own: [
      ...servicesGround,
      "src/engine/client",
      "src/sdk/nearest",
      "src/services/allRows",
      "src/services/debug",
      "src/services/pins",
      "src/services/project",
      "src/services/tasks",
    ],
    packages: ["jsonc-parser", "node", "zod"],
  },
  "src/services/allRows": {
    own: [...servicesGround, "src/services/config", "src/services/project", "src/services/tasks"],
    packages: [],
  },
  "src/services/analysis": { own: [...servicesGround], packages: ["node"] },
  "src/services/baseline": {
    own: [...servicesGround, "src/services/config", "src/services/project"],
    packages: ["node"],
  },
  "src/services/config": {
    own: [...servicesGround, "src/sdk/nearest"],
    packages: ["jsonc-parser", "node", "picomatch", "zod"],
  },
  "src/services/debug": { own: [...servicesGround], packages: ["node"] },
  "src/services/denoise": { own: [...servicesGround, "src/services/analysis"], packages: ["node", "zod"] },
  "src/services/diff": { own: [...servicesGround], packages: ["zod"] },
  "src/services/endModel": {
    own: [...servicesGround, "src/engine/exportInputs", "src/jobs", "src/services/config", "src/services/project"],
    packages: ["node", "zod"],
  },
  "src/services/evaluation": {
    own: [
      ...servicesGround,
      "src/engine/exportInputs",
      "src/jobs",
      "src/services/endModel",
      "src/services/jobs",
      "src/services/tunedModel",
    ],
    packages: ["node"],
  },
  "src/services/export": {
    own: [...servicesGround, "src/engine/exportInputs", "src/services/config", "src/services/project"],
    packages: ["node", "zod"],
  },
  "src/services/jobs": {
    own: [...servicesGround, "src/jobs", "src/services/export"],
    packages: ["node"],
  },
  "src/services/modelVotes": {
    own: [...servicesGround, "src/sdk/votes", "src/services/config", "src/services/project"],
    packages: ["node", "picomatch", "zod"],
  },
  "src/services/pins": {
    own: [...servicesGround, "src/services/project"],
    packages: ["jsonc-parser", "node", "zod"],
  },
  "src/services/project": {
    own: [
      ...servicesGround,
      "src/services/allRows",
      "src/services/analysis",
      "src/services/baseline",
      "src/services/config",
      "src/services/debug",
      "src/services/endModel",
      "src/services/export",
      "src/services/pins",
      "src/services/tasks",
    ],
    packages: ["node", "picomatch"],
  },
  "src/services/tasks": { own: [...servicesGround, "src/services/config", "src/services/project"], packages: [] },
  "src/services/tunedModel": {
    own: [
      ...servicesGround,
      "src/engine/exportInputs",
      "src/jobs",
      "src/services/config",
      "src/services/endModel",
      "src/services/jobs",
      "src/services/modelVotes",
      "src/services/project",
    ],
    packages: ["node"],
  },
  "src/editor": {
    own: ["src/core", "src/protocol", "src/files", "src/services", "src/editor/ids", "src/editor/platform"],
    packages: ["node", "vscode"],
  },
  "src/cli": {
    own: ["src/core", "src/protocol", "src/files", "src/services", "src/jobs", "package.json"],
    packages: ["node", "commander"],
  },
  "src/extension.ts": { own: ["src"], packages: ["node", "vscode"] },
  "webview-ui/src": {
    own: ["src/core", "src/protocol/panel", "src/protocol/evaluationPanel", "src/protocol/jobsPanel", "webview-ui/src/ui"],
    packages: ["react", "react-dom", "@tanstack/react-virtual", "uplot", "@vscode/codicons"],
  },
  "webview-ui/src/ui": { own: [], packages: ["react", "@vscode/webview-ui-toolkit", "uplot"] },
};

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const typeOnly = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
      found.push({ from: path, to: node.moduleSpecifier.text, typeOnly });
    }
    const argument = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
    if (argument && ts.isStringLiteral(argument)) found.push({ from: path, to: argument.text, typeOnly: false });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The file a relative import means, as a path under the top folder, or undefined for a package. */
function ownFile(edge: Import): string | undefined {
  if (!edge.to.startsWith(".")) return undefined;
  const base = resolve(dirname(edge.from), edge.to);
  const candidates = [base, `${base}.ts`, `${base}.tsx`, join(base, "index.ts")];
  const hit = candidates.find((c) => statSync(c, { throwIfNoEntry: false })?.isFile());
  assert.ok(hit, `${relative(root, edge.from)}: nothing is at ${edge.to}`);
  return relative(root, hit);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith("node:")) return "node";
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0]!;
}

const within = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`) || path.startsWith(`${folder}.`);
const allows = (entry: string, path: string): boolean => (entry.endsWith("/*") ? `${dirname(path)}/*` === entry : within(path, entry));
const ruleFor = (path: string): string | undefined =>
  Object.keys(table)
    .filter((folder) => within(path, folder))
    .sort((a, b) => b.length - a.length)[0];

const files = [...sourceFiles(join(root, "src")), ...sourceFiles(join(root, "webview-ui"))];
const edges = files.flatMap(importsOf);

describe("architecture", () => {
  it("lets each folder import only what the table allows", () => {
    const wrong: string[] = [];
    for (const edge of edges) {
      const from = relative(root, edge.from);
      const rule = ruleFor(from);
      if (!rule) {
        wrong.push(`${from}: no rule for its folder`);
        continue;
      }
      const { own, packages } = table[rule]!;
      const to = ownFile(edge);
      if (to === undefined) {
        const name = packageOf(edge.to);
        const vscodeTypes = name === "vscode" && rule.startsWith("src/editor");
        if (!packages.includes(name) && !vscodeTypes) wrong.push(`${from} imports the package ${name}`);
      } else if (ruleFor(to) !== rule && !own.some((folder) => allows(folder, to))) {
        wrong.push(`${from} imports ${to}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it("keeps the editor's features apart from each other", () => {
    const feature = (path: string): string | undefined => /^src\/editor\/([^/]+)\//.exec(path)?.[1];
    const wrong = edges.flatMap((edge) => {
      const to = ownFile(edge);
      const from = relative(root, edge.from);
      const [a, b] = [feature(from), to && feature(to)];
      return a && b && a !== b && b !== "platform" ? [`${from} imports ${to}`] : [];
    });
    assert.deepEqual(wrong, []);
  });

  it("has webview code take only types from core, and how numbers are written", () => {
    const wrong = edges.filter((edge) => {
      const to = ownFile(edge);
      return edge.from.includes("webview-ui") && to?.startsWith("src/core") === true && to !== "src/core/numberText.ts" && !edge.typeOnly;
    });
    assert.deepEqual(
      wrong.map((e) => `${relative(root, e.from)} imports values of ${e.to}`),
      [],
    );
  });

  it("has no cycle of imports, of types neither", () => {
    const graph = new Map<string, string[]>();
    for (const edge of edges) {
      const to = ownFile(edge);
      const from = relative(root, edge.from);
      if (to) graph.set(from, [...(graph.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const walk = (node: string, path: string[]): void => {
      if (path.includes(node)) assert.fail(`cycle: ${[...path.slice(path.indexOf(node)), node].join(" -> ")}`);
      if (done.has(node)) return;
      for (const next of graph.get(node) ?? []) walk(next, [...path, node]);
      done.add(node);
    };
    for (const node of graph.keys()) walk(node, []);
  });

  it("keeps the compilers out of the worker that runs LFs: they would take its memory and time to start", () => {
    const found: string[] = [];
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const edge of edges) {
        if (edge.typeOnly || relative(root, edge.from) !== file) continue;
        const to = ownFile(edge);
        if (to) visit(to);
        else if (["typescript", "esbuild"].includes(packageOf(edge.to))) found.push(`${file} imports ${edge.to}`);
      }
    };
    visit("src/engine/worker.ts");
    assert.ok(seen.size > 50, "the worker's modules were not found");
    assert.deepEqual(found, []);
  });

  it("has index.ts only in the sdk", () => {
    const wrong = files.map((f) => relative(root, f)).filter((f) => /(^|\/)index\.tsx?$/.test(f) && f !== "src/sdk/index.ts");
    assert.deepEqual(wrong, []);
  });

  it("has no other folder at the top", () => {
    const allowed = ["src", "webview-ui", "media", "test", "examples", "bench", "node_modules", "dist", "out"];
    const folders = readdirSync(root, { withFileTypes: true }).filter((e) => e.isDirectory() && !e.name.startsWith("."));
    assert.deepEqual(
      folders.map((e) => e.name).filter((n) => !allowed.includes(n)),
      [],
    );
  });
});
