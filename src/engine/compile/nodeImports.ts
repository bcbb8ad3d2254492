import { builtinModules } from "node:module";
import { resolve } from "node:path";
import type { Metafile } from "esbuild";
import ts from "typescript";
import type { Problem } from "../../core/data/problem";

/** Node's modules that only compute: what they give depends on nothing but what they are given. */
const pure = new Set("assert buffer constants crypto events path punycode querystring string_decoder url util zlib".split(" "));

const reaches: Readonly<Record<string, string>> = {
  fs: "the file system",
  child_process: "other processes",
  cluster: "other processes",
  process: "the process that runs it",
  os: "the machine that runs it",
  ...Object.fromEntries("dgram dns http http2 https net tls".split(" ").map((name) => [name, "the network"])),
};

/**
 * The imports of an LF file through which it reaches beyond its row: Node's modules for files, network, processes and the like,
 * imported by the file itself or by what it imports. Only what esbuild kept in the bundle counts.
 * @param root the folder that the metafile's paths start from
 * @param path the LF file, absolute
 * @returns a warning at each such import, where it stands in the file
 */
export function nodeImports(root: string, path: string, text: string, { inputs, outputs }: Metafile): Problem[] {
  const kept = new Set(Object.values(outputs).flatMap(({ imports }) => imports.map((imported) => imported.path)));
  const own = Object.keys(inputs).find((name) => resolve(root, name) === path);
  const impure = (inputs[own ?? ""]?.imports ?? []).flatMap(({ path: target, external, original = target }) => {
    const found = external ? target : firstImpure(inputs, target, kept);
    return found !== undefined && isImpure(found) ? [{ original, found }] : [];
  });
  if (impure.length === 0) return [];
  const sites = importSites(text);
  return impure.flatMap(({ original, found }): Problem[] => {
    const site = sites.get(original);
    return site ? [{ file: path, ...site, severity: "warning", message: explain(original, found) }] : [];
  });
}

function isImpure(specifier: string): boolean {
  const name = moduleName(specifier);
  return (specifier.startsWith("node:") || builtinModules.includes(name)) && !pure.has(name);
}

/** "node:fs/promises" is a part of "fs". */
const moduleName = (specifier: string): string => specifier.replace(/^node:/, "").split("/")[0]!;

/** The first such module that an input of the bundle imports, itself or through others. */
function firstImpure(inputs: Metafile["inputs"], start: string, kept: ReadonlySet<string>): string | undefined {
  // A set may be added to while it is walked: what is new is walked too.
  const reached = new Set([start]);
  for (const input of reached) {
    for (const { path, external } of inputs[input]?.imports ?? []) {
      if (!external) reached.add(path);
      else if (isImpure(path) && kept.has(path)) return path;
    }
  }
  return undefined;
}

function explain(specifier: string, module: string): string {
  const what = `reaches ${reaches[moduleName(module)] ?? "beyond its row"}`;
  const how = specifier === module ? `"${module}" ${what}` : `"${specifier}" imports "${module}", which ${what}`;
  return `${how}: an LF should depend only on its row, so its votes are not cached between sessions. To allow this, set "allowNode": true in lf.config.json.`;
}

type Site = Required<Pick<Problem, "line" | "column" | "endLine" | "endColumn">>;

/** Where each module is imported first, by its specifier. */
function importSites(text: string): Map<string, Site> {
  const source = ts.createSourceFile("lf.ts", text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const sites = new Map<string, Site>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && isSpecifier(node) && !sites.has(node.text)) sites.set(node.text, siteOf(source, node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

/** In `import ... from "here"`, `export ... from "here"`, `import("here")` and `require("here")`. */
function isSpecifier({ parent }: ts.StringLiteral): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
}

function siteOf(source: ts.SourceFile, node: ts.Node): Site {
  const start = source.getLineAndCharacterOfPosition(node.getStart(source));
  const end = source.getLineAndCharacterOfPosition(node.getEnd());
  return { line: start.line + 1, column: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 };
}
