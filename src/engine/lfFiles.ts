import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Problem } from "../core/problem";
import type { PlannedLf, RunPlan, SourceFile } from "../protocol/engine";
import { SDK_VERSION } from "../sdk/version";
import { createCompiler, type Bundle, type Compiled, type SourceText } from "./compile";
import { messageOf } from "./faultLog";
import { loadLfs, type ExportedLf } from "./load";
import { locateExports } from "./locate";
import { createQueue } from "./queue";
import { hashExports } from "./reach";
import type { Print } from "./realm";
import { createBundleNames, errorPlace, stackOf, type BundleNames } from "./stack";
import type { Step, Stopped } from "./workerApi";

/** An LF that can run. */
export interface LoadedLf extends PlannedLf {
  readonly vote: ExportedLf["vote"];
}

/** A project's LF files, compiled and loaded: a plan with its functions. */
export interface LoadedPlan extends Omit<RunPlan, "run" | "lfs"> {
  readonly lfs: readonly LoadedLf[];
}

export interface LfFiles {
  readonly names: BundleNames;
  /**
   * Compiles and loads what changed since the last time.
   * @param options.fresh load all again, so that nothing an LF has kept from earlier rows counts
   */
  load(files: readonly SourceFile[], options: { readonly stopped: Stopped; readonly fresh?: boolean }): Promise<LoadedPlan>;
  dispose(): Promise<void>;
}

export interface LfFilesOptions {
  /** The project's folder, absolute. */
  readonly root: string;
  /** All that votes depend on beside the LF's own code. */
  readonly fingerprint: string;
  /** Told before a file's top-level code runs, and after. */
  readonly onStep: (step: Step | null) => void;
  readonly print: Print;
}

interface LoadedFile {
  readonly lfs: readonly LoadedLf[];
  readonly problems: readonly Problem[];
  readonly broken: boolean;
}

export function createLfFiles({ root, fingerprint, onStep, print }: LfFilesOptions): LfFiles {
  const compiler = createCompiler(root);
  const names = createBundleNames();
  const oneByOne = createQueue();
  const loaded = new Map<Bundle, LoadedFile>();

  function loadFile(bundle: Bundle, stopped: Stopped): LoadedFile {
    const key = digest(bundle.code);
    const fault = stopped.get(key);
    if (fault) return broken({ file: bundle.path, line: 1, severity: "error", message: fault.message });
    try {
      onStep({ kind: "load", file: bundle.path, key });
      const lfs = loadLfs(bundle, names, print);
      return placeLfs(bundle, lfs, fingerprint);
    } catch (thrown) {
      return broken(loadProblem(bundle, thrown, names));
    } finally {
      onStep(null);
    }
  }

  async function load(files: readonly SourceFile[], { stopped, fresh = false }: Parameters<LfFiles["load"]>[1]): Promise<LoadedPlan> {
    const { texts, problems } = await readTexts(files);
    const compiled = await compiler.compile(texts);
    if (fresh) loaded.clear();
    const current = new Map<Bundle, LoadedFile>();
    for (const { bundle } of compiled) if (bundle) current.set(bundle, loaded.get(bundle) ?? loadFile(bundle, stopped));
    loaded.clear();
    for (const [bundle, file] of current) if (!file.broken) loaded.set(bundle, file);
    names.keep(new Set(current.keys()));
    return planOf(compiled, current, problems);
  }

  return {
    names,
    load: (files, options) => oneByOne(() => load(files, options)),
    dispose: () => oneByOne(() => compiler.dispose()),
  };
}

const broken = (problem: Problem): LoadedFile => ({ lfs: [], problems: [problem], broken: true });

async function readTexts(files: readonly SourceFile[]): Promise<{ texts: SourceText[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const texts = await Promise.all(
    files.map(async ({ path, text }) => {
      if (text !== undefined) return { path, text };
      try {
        return { path, text: await readFile(path, "utf8") };
      } catch (error) {
        problems.push({ file: path, severity: "error", message: `The file cannot be read: ${messageOf(error)}` });
        return undefined;
      }
    }),
  );
  return { texts: texts.filter((text) => text !== undefined), problems };
}

function placeLfs(bundle: Bundle, exported: readonly ExportedLf[], fingerprint: string): LoadedFile {
  const sites = locateExports(bundle.text);
  const hashes = hashExports(bundle.code);
  const start = { line: 1, column: 1, endLine: 1 };
  const lfs = exported.map(({ name, vote }): LoadedLf => {
    const key = digest(JSON.stringify([SDK_VERSION, fingerprint, hashes.get(name) ?? bundle.code]));
    return { name, file: bundle.path, key, vote, ...(sites.get(name) ?? start) };
  });
  const nameless = lfs.filter(({ name }) => name === "default");
  return {
    lfs: lfs.filter(({ name }) => name !== "default").sort((a, b) => a.line - b.line || a.column - b.column),
    problems: nameless.map(({ file, line, column }) => ({
      file,
      line,
      column,
      severity: "warning",
      message: "An LF needs a name, so this default export does not run. Write: export const itsName = ...",
    })),
    broken: false,
  };
}

function loadProblem(bundle: Bundle, thrown: unknown, names: BundleNames): Problem {
  const { place, via } = errorPlace(names.places(stackOf(thrown)), bundle.path);
  const message = `None of this file's LFs run, because its top-level code failed: ${messageOf(thrown)}`;
  return { severity: "error", file: bundle.path, ...place, message: via === undefined ? message : `${message} (${via})` };
}

function planOf(compiled: readonly Compiled[], loaded: ReadonlyMap<Bundle, LoadedFile>, unreadable: readonly Problem[]): LoadedPlan {
  const sites = new Map<string, LoadedLf>();
  const problems = [...unreadable, ...compiled.flatMap((file) => file.problems)];
  const brokenFiles = unreadable.map(({ file }) => file);
  for (const { path, bundle } of compiled) {
    const file = bundle && loaded.get(bundle);
    if (!file || file.broken) brokenFiles.push(path);
    problems.push(...(file?.problems ?? []));
    for (const lf of file?.lfs ?? []) {
      const first = sites.get(lf.name);
      if (first) problems.push(duplicate(lf, first));
      else sites.set(lf.name, lf);
    }
  }
  return {
    lfs: [...sites.values()],
    problems: distinct(problems),
    brokenFiles,
    watched: [...new Set([...brokenFiles, ...compiled.flatMap((file) => file.inputs)])],
  };
}

const duplicate = ({ name, file, line, column }: PlannedLf, first: PlannedLf): Problem => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: column + name.length,
  severity: "error",
  message: `Another LF has the name "${name}" (${first.file}:${first.line}), so this one does not run. Rename one of them.`,
});

/** Files that import the same broken file all report its errors. */
const distinct = (problems: readonly Problem[]): Problem[] => [...new Map(problems.map((p) => [JSON.stringify(p), p])).values()];

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");
