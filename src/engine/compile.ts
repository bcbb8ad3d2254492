import { statSync } from "node:fs";
import { resolve } from "node:path";
import { context, type BuildContext, type BuildFailure, type BuildOptions, type BuildResult } from "esbuild";
import type { Problem } from "../core/problem";
import type { Bundle } from "./bundle";
import { compileProblems } from "./compileProblems";
import { makeBundle } from "./makeBundle";
import { nodeImports } from "./nodeImports";

/** An LF file with its text: the disk's, or the editor's unsaved one. */
export interface SourceText {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** What compiling one LF file gave. The same object again as long as nothing that it was made of changes. */
export interface Compiled {
  readonly path: string;
  /** Undefined if the file, or one it imports, does not compile. */
  readonly bundle?: Bundle;
  readonly problems: readonly Problem[];
  readonly inputs: readonly string[];
}

export interface Compiler {
  /** Compiles the project's LF files, and forgets those that are no longer among them. Calls must not overlap. */
  compile(files: readonly SourceText[]): Promise<Compiled[]>;
  dispose(): Promise<void>;
}

interface Entry {
  readonly building: BuildContext;
  compiled?: Compiled;
  /** What each input was when it was compiled. */
  stamps: ReadonlyMap<string, string>;
}

/** @param root the project's folder, absolute: messages name files relative to it, and its tsconfig.json counts */
export function createCompiler(root: string): Compiler {
  const entries = new Map<string, Entry>();
  let texts: ReadonlyMap<string, string> = new Map();

  async function compileFile(path: string): Promise<Compiled> {
    const known = entries.get(path);
    if (known?.compiled?.bundle && isFresh(known.stamps, texts)) return known.compiled;
    const entry: Entry = known ?? { building: await context(buildOptions(root, path, () => texts)), stamps: new Map() };
    entries.set(path, entry);
    const startedMs = Date.now();
    const previous = entry.compiled?.inputs ?? [];
    entry.compiled = await entry.building.rebuild().then(
      (result) => succeeded(root, path, texts.get(path)!, result),
      (error: unknown) => failed(root, path, previous, error),
    );
    entry.stamps = new Map(entry.compiled.inputs.map((input) => [input, stampOf(input, texts, startedMs)]));
    return entry.compiled;
  }

  async function forget(path: string): Promise<void> {
    const entry = entries.get(path);
    entries.delete(path);
    await entry?.building.dispose();
  }

  return {
    async compile(files) {
      texts = new Map(files.map((file) => [file.path, file.text]));
      await Promise.all([...entries.keys()].filter((path) => !texts.has(path)).map(forget));
      return Promise.all(files.map((file) => compileFile(file.path)));
    },
    dispose: async () => {
      await Promise.all([...entries.keys()].map(forget));
    },
  };
}

/** @param texts of files that are not as the disk has them, or that may not be on disk */
export function buildOptions(root: string, path: string, texts: () => ReadonlyMap<string, string>): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [path],
    outfile: `${path}.js`,
    write: false,
    bundle: true,
    metafile: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcemap: "external",
    sourcesContent: false,
    // Without comments and spaces, so that an edit of those alone leaves the code, and so all LFs' keys, as they were.
    minifyWhitespace: true,
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    plugins: [
      {
        name: "lf-lens",
        setup(build) {
          build.onResolve({ filter: /^lf-lens$/ }, () => ({ path: "lf-lens", external: true }));
          // The generated types have no code, also where a tsconfig makes esbuild keep an import of types alone.
          build.onResolve({ filter: /(^|[\\/])\.lf-lens[\\/]/ }, (found) => ({ path: found.path, namespace: "types" }));
          build.onLoad({ filter: /.*/, namespace: "types" }, () => ({ contents: "module.exports = {}" }));
          // An LF file may exist only in the editor, so it is not looked for on disk.
          build.onResolve({ filter: /.*/ }, (found) => (found.kind === "entry-point" ? { path: found.path } : undefined));
          build.onLoad({ filter: /\.[cm]?tsx?$/ }, (found) => {
            const contents = texts().get(found.path);
            return contents === undefined ? undefined : { contents, loader: found.path.endsWith("x") ? "tsx" : "ts" };
          });
        },
      },
    ],
  };
}

function succeeded(root: string, path: string, text: string, result: BuildResult): Compiled {
  const inputs = Object.keys(result.metafile?.inputs ?? {}).filter((name) => !name.startsWith("types:") && !name.startsWith("("));
  const [map, code] = ["js.map", "js"].map((ending) => result.outputFiles?.find((file) => file.path.endsWith(`.${ending}`))?.text ?? "");
  return {
    path,
    bundle: makeBundle(path, text, { code: code!, map: map!, nodeImports: nodeImports(root, path, text, result.metafile!) }),
    problems: compileProblems(root, [], result.warnings).problems,
    inputs: inputs.map((name) => resolve(root, name)),
  };
}

function failed(root: string, path: string, previous: readonly string[], error: unknown): Compiled {
  const { errors, warnings } = error as Partial<BuildFailure>;
  if (!errors) throw error;
  const { problems, missing } = compileProblems(root, errors, warnings ?? []);
  // An error without a place is the whole file's.
  const placed = problems.map((problem) => (problem.file === "" ? { ...problem, file: path } : problem));
  const named = placed.map((problem) => problem.file);
  return { path, problems: placed, inputs: [...new Set([path, ...previous, ...named, ...missing])] };
}

const isFresh = (stamps: ReadonlyMap<string, string>, texts: ReadonlyMap<string, string>): boolean =>
  [...stamps].every(([path, stamp]) => stampOf(path, texts, Infinity) === stamp);

/** Changes when the input does. What was written after `beforeMs` may not be what was compiled: it never looks fresh. */
function stampOf(path: string, texts: ReadonlyMap<string, string>, beforeMs: number): string {
  const text = texts.get(path);
  if (text !== undefined) return text;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return "missing";
  return stat.mtimeMs >= beforeMs ? "changing" : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
