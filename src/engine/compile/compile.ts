import { statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { build, context, type BuildContext, type BuildFailure, type BuildOptions, type BuildResult } from "esbuild";
import type { Problem } from "../../core/data/problem";
import { readRegularText } from "../../files/regularFile";
import type { SourceFile } from "../../protocol/sourceFile";
import type { Bundle } from "../bundle";
import { withoutBrokenExports } from "./brokenExports";
import { compileProblems } from "./compileProblems";
import { messageOf } from "../thrown";
import { makeBundle } from "./makeBundle";
import { nodeImports } from "./nodeImports";
import { ownFiles } from "./ownFiles";

/** What compiling one LF file gave. The same object again as long as nothing that it was made of changes. */
export interface Compiled {
  readonly path: string;
  /** Undefined if the file, or one it imports, does not compile. */
  readonly bundle?: Bundle;
  readonly problems: readonly Problem[];
  readonly inputs: readonly string[];
  /** Some of its LFs do not compile; the bundle is without them. */
  readonly partial?: true;
}

export interface Compiler {
  /** Compiles the project's LF files, and forgets those that are no longer among them. Calls must not overlap. */
  compile(files: readonly SourceFile[]): Promise<Compiled[]>;
  dispose(): Promise<void>;
}

interface Entry {
  /** Keeps what the file imports; made for a file that imports more than "lf-lens". */
  building?: BuildContext;
  standsAlone: boolean;
  compiled?: Compiled;
  /** What each input was when it was compiled. */
  stamps: ReadonlyMap<string, string>;
}

/** @param root the project's folder, absolute: messages name files relative to it, and its tsconfig.json counts */
export function createCompiler(root: string): Compiler {
  const entries = new Map<string, Entry>();
  let unsaved: ReadonlyMap<string, string> = new Map();
  /** Of a file that is being compiled, so that it is read once. */
  const texts = new Map<string, string>();

  async function compileFile(path: string): Promise<Compiled> {
    const known = entries.get(path);
    if (known?.compiled?.bundle && isFresh(known.stamps, unsaved)) return known.compiled;
    const startedMs = Date.now();
    const entry: Entry = known ?? { standsAlone: true, stamps: new Map() };
    entries.set(path, entry);
    entry.compiled = await compileText(path, entry);
    entry.stamps = new Map(entry.compiled.inputs.map((input) => [input, stampOf(input, unsaved, startedMs)]));
    return entry.compiled;
  }

  async function compileText(path: string, entry: Entry): Promise<Compiled> {
    let text: string;
    try {
      text = unsaved.get(path) ?? (await readRegularText(path));
    } catch (error) {
      return unreadable(path, error);
    }
    texts.set(path, text);
    const built = bundle(path, text, entry).then(
      (result) => succeeded(root, path, text, result),
      (error: unknown) => withoutBroken(path, text, failed(root, path, entry.compiled?.inputs ?? [], error)),
    );
    return built.finally(() => texts.delete(path));
  }

  /** Where the broken LFs of a file can be told apart, the others are compiled without them. */
  async function withoutBroken(path: string, text: string, failure: Compiled): Promise<Compiled> {
    const rest = failure.problems.every(({ file }) => file === path) ? withoutBrokenExports(text) : undefined;
    if (rest === undefined) return failure;
    const result = await build(buildOptions(root, path, (file) => (file === path ? rest : unsaved.get(file)))).catch(() => undefined);
    return result ? { ...succeeded(root, path, rest, result), problems: failure.problems, partial: true } : failure;
  }

  /** Most files import nothing but "lf-lens": esbuild, a process of its own, need not ask for theirs. Measured, that halves the time. */
  async function bundle(path: string, text: string, entry: Entry): Promise<BuildResult> {
    const options = buildOptions(root, path, (file) => unsaved.get(file) ?? texts.get(file));
    if (entry.standsAlone && !namesFiles.test(text)) {
      const result = await build(withTextAlone(options, path, text)).catch(() => undefined);
      if (result && standsAlone(result)) return result;
    }
    entry.building ??= await context(options);
    const result = await entry.building.rebuild();
    entry.standsAlone = standsAlone(result);
    return result;
  }

  async function forget(path: string): Promise<void> {
    const entry = entries.get(path);
    entries.delete(path);
    await entry?.building?.dispose();
  }

  return {
    async compile(files) {
      unsaved = new Map(files.flatMap(({ path, text }): [string, string][] => (text === undefined ? [] : [[path, text]])));
      const wanted = new Set(files.map(({ path }) => path));
      await Promise.all([...entries.keys()].filter((path) => !wanted.has(path)).map(forget));
      return Promise.all(files.map((file) => compileFile(file.path)));
    },
    dispose: async () => {
      await Promise.all([...entries.keys()].map(forget));
    },
  };
}

/** @param textOf the text of a file that is not as the disk has it, or that may not be on disk */
export function buildOptions(root: string, path: string, textOf: (file: string) => string | undefined): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [path],
    outfile: `${path}.js`,
    write: false,
    bundle: true,
    external: ["lf-lens"],
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
          // The generated types have no code, also where a tsconfig makes esbuild keep an import of types alone.
          build.onResolve({ filter: /(^|[\\/])\.lf-lens[\\/]/ }, (found) => ({ path: found.path, namespace: "types" }));
          build.onLoad({ filter: /.*/, namespace: "types" }, () => ({ contents: "module.exports = {}" }));
          // An LF file may exist only in the editor, so it is not looked for on disk. Each call from esbuild is a trip between processes:
          // the filter keeps to the file.
          build.onResolve({ filter: exactly(path) }, (found) => (found.kind === "entry-point" ? { path: found.path } : undefined));
          build.onLoad({ filter: ownFiles }, async (found) => {
            const contents = textOf(found.path);
            if (contents !== undefined) return { contents, loader: loaderOf(found.path) };
            // esbuild would wait for a pipe for ever, and read a device until the memory is full.
            const isFile = await stat(found.path).then(
              (there) => there.isFile(),
              () => true,
            );
            return isFile ? undefined : { errors: [{ text: `${found.path} is not a regular file (a pipe, a socket or a device)` }] };
          });
        },
      },
    ],
  };
}

/** The same bundle, of a file that imports no others; with plugins esbuild would ask before it starts. */
const withTextAlone = ({ entryPoints: _file, plugins: _ask, ...options }: BuildOptions, path: string, contents: string): BuildOptions => ({
  ...options,
  stdin: { contents, sourcefile: path, resolveDir: dirname(path), loader: loaderOf(path) },
});

const loaderOf = (path: string): "ts" | "tsx" => (path.endsWith("x") ? "tsx" : "ts");

/** An import of another file, or what looks like one. */
const namesFiles = /\b(?:from|import|require)\s*\(?\s*["'`]\.{0,2}\//;

const standsAlone = ({ metafile }: BuildResult): boolean =>
  Object.values(metafile?.inputs ?? {}).every(({ imports }) => imports.every(({ external }) => external));

/** A pattern for this text, in the syntax of Go too. */
const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`);

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

const unreadable = (path: string, error: unknown): Compiled => ({
  path,
  problems: [{ file: path, severity: "error", message: `The file cannot be read: ${messageOf(error)}` }],
  inputs: [path],
});

const isFresh = (stamps: ReadonlyMap<string, string>, unsaved: ReadonlyMap<string, string>): boolean =>
  [...stamps].every(([path, stamp]) => stampOf(path, unsaved, Infinity) === stamp);

/** Changes when the input does. What was written after `beforeMs` may not be what was compiled: it never looks fresh. */
function stampOf(path: string, unsaved: ReadonlyMap<string, string>, beforeMs: number): string {
  const text = unsaved.get(path);
  if (text !== undefined) return text;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return "missing";
  return stat.mtimeMs >= beforeMs ? "changing" : `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
