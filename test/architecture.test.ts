// Who may import whom. A wrong edge, a cycle or a stray top-level folder fails here, from the first commit on.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { rooms } from "./rooms";

const root = resolve(__dirname, "..");

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
  Object.keys(rooms)
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
      const { own, packages } = rooms[rule]!;
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

  it("has webview code take only types from core, how numbers are written, and which LF is worse", () => {
    const taken = ["src/core/data/numberText.ts", "src/core/statistics/health.ts"];
    const wrong = edges.filter((edge) => {
      const to = ownFile(edge);
      return edge.from.includes("webview-ui") && to?.startsWith("src/core") === true && !taken.includes(to) && !edge.typeOnly;
    });
    assert.deepEqual(
      wrong.map((e) => `${relative(root, e.from)} imports values of ${e.to}`),
      [],
    );
  });

  it("has no circle between the rooms of core, dataset or engine", () => {
    const roomOf = (path: string): string => dirname(path);
    for (const top of ["src/core", "src/dataset", "src/engine"]) {
      const graph = new Map<string, Set<string>>();
      for (const edge of edges) {
        const [from, to] = [relative(root, edge.from), ownFile(edge)];
        if (to === undefined || !within(from, top) || !within(to, top) || roomOf(from) === roomOf(to)) continue;
        graph.set(roomOf(from), (graph.get(roomOf(from)) ?? new Set()).add(roomOf(to)));
      }
      assert.ok(graph.size > 4, top);
      const walk = (room: string, path: string[]): void => {
        if (path.includes(room)) assert.fail(`circle: ${[...path.slice(path.indexOf(room)), room].join(" -> ")}`);
        for (const next of graph.get(room) ?? []) walk(next, [...path, room]);
      };
      for (const room of graph.keys()) walk(room, []);
    }
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
    visit("src/engine/worker/worker.ts");
    assert.ok(seen.size > 50, "the worker's modules were not found");
    assert.deepEqual(found, []);
  });

  it("has index.ts only in the sdk", () => {
    const wrong = files.map((f) => relative(root, f)).filter((f) => /(^|\/)index\.tsx?$/.test(f) && f !== "src/sdk/index.ts");
    assert.deepEqual(wrong, []);
  });

  it("has no other folder at the top", () => {
    const allowed = ["src", "webview-ui", "docs", "media", "test", "examples", "bench", "node_modules", "dist", "out"];
    const folders = readdirSync(root, { withFileTypes: true }).filter((e) => e.isDirectory() && !e.name.startsWith("."));
    assert.deepEqual(
      folders.map((e) => e.name).filter((n) => !allowed.includes(n)),
      [],
    );
  });
});
