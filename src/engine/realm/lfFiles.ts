import { createHash } from "node:crypto";
import type { Problem } from "../../core/data/problem";
import type { PlannedLf, ProjectSpec, RunPlan } from "../../protocol/engine";
import type { Fault } from "../../protocol/fault";
import { SDK_VERSION } from "../../sdk/version";
import type { Bundle, BundleExport, CompiledFile } from "../bundle";
import { createAnnotators, votersInGold, type Annotators } from "./annotators";
import { createVotes } from "./keptVotes";
import { createPrompts, type Consultation, type Prompts } from "./prompts";
import { evidenceOf, type EvidenceSource } from "./evidence";
import { messageOf } from "../thrown";
import { loadLfs, type ExportedLf, type FailedExport } from "./load";
import type { ImpureSource } from "./impureReads";
import type { BuiltinWatch, GrowingWatch } from "./builtins";
import { createRealms, type RealmEvents } from "./realm";
import { createBundleNames, errorPlace, stackOf, type BundleNames } from "../stack";
import type { UserCode } from "./userCode";
import type { Stopped } from "../workerApi";

/** An LF that can run. */
export interface LoadedLf extends PlannedLf {
  readonly vote: ExportedLf["vote"];
  readonly source: EvidenceSource;
  readonly matches?: ExportedLf["matches"];
  /** Of the bundle that it was loaded from. */
  readonly bundleId: string;
  /** Its file imports what reaches beyond the row, or votes what people say. */
  readonly reachesOut: boolean;
  /** What the file's top-level code read that may be otherwise at the next load. */
  readonly readOnLoad?: ImpureSource;
  /** Finds out when an LF changes built-ins that the other LFs of its file share. */
  readonly realm?: BuiltinWatch;
  /** It stopped a worker, and abstains everywhere until its code changes: why. */
  readonly stop?: Fault;
  /** It is no LF but a slice, whose `vote` says whether it has a row. */
  readonly isSlice?: true;
}

/** What others may know of an LF that can run. */
export const plannedLf = ({
  vote: _vote,
  source: _source,
  matches: _matches,
  bundleId: _bundleId,
  reachesOut: _reachesOut,
  readOnLoad: _readOnLoad,
  realm: _realm,
  stop: _stop,
  isSlice: _isSlice,
  ...planned
}: LoadedLf): PlannedLf => planned;

/** A project's LF files, loaded: a plan with its functions. */
export interface LoadedPlan extends Omit<RunPlan, "run" | "lfs"> {
  readonly lfs: readonly LoadedLf[];
  /** What runs like LFs, but votes nowhere. */
  readonly slices: readonly LoadedLf[];
}

export interface LfFiles {
  readonly names: BundleNames;
  /** The answers to prompts, as of the last `load`. */
  readonly answers: Pick<Prompts, "version" | "has" | "size">;
  /**
   * Loads what changed since the last time.
   * @param options.fresh load all again, so that nothing an LF has kept from earlier rows counts
   */
  load(
    files: readonly CompiledFile[],
    bundles: ReadonlyMap<string, Bundle>,
    options: { readonly stopped: Stopped; readonly fresh?: boolean },
  ): LoadedPlan;
  /** Has the next `load` load a bundle again: what its LFs have kept between rows must not count. */
  forget(bundleId: string): void;
}

export interface LfFilesOptions extends RealmEvents {
  /** All that votes depend on beside the LF's own code. */
  readonly fingerprint: string;
  readonly spec: Pick<ProjectSpec, "allowNode" | "root" | "labels" | "columns" | "gold" | "prompts">;
  readonly userCode: UserCode;
  /** Told what LFs look up. */
  readonly consulted: (consultation: Consultation) => void;
  /** Of the thread. */
  readonly builtins: GrowingWatch;
}

interface LoadedFile {
  readonly lfs: readonly LoadedLf[];
  readonly problems: readonly Problem[];
  /** None of its LFs run. */
  readonly broken: boolean;
  /** Some exports could not be made. */
  readonly partial: boolean;
  /** Whose judgements its LFs vote. */
  readonly people: readonly string[];
}

export function createLfFiles({ fingerprint, spec, userCode, builtins, onRead, consulted, ...events }: LfFilesOptions): LfFiles {
  const names = createBundleNames();
  const annotators = createAnnotators(spec);
  const prompts = createPrompts(spec, consulted);
  const votes = createVotes(spec.root, () => consulted({ kind: "noVote" }));
  const replaced = { votes, annotator: annotators.annotator, prompt: prompts.make };
  const allowNode = spec.allowNode === true;
  let readOnLoad: ImpureSource | undefined;
  let isLoading = false;
  const newRealm = createRealms({ ...events, onRead: (what) => (isLoading ? void (readOnLoad ??= what) : onRead(what)) });
  let loaded: ReadonlyMap<string, LoadedFile> = new Map();

  function loadFile(bundle: Bundle, stopped: Stopped): LoadedFile {
    const fault = stopped.get(bundle.id);
    if (fault) return broken({ file: bundle.path, line: 1, severity: "error", message: fault.message });
    const { realm, watchBuiltins } = newRealm();
    const place = { names, realm, builtins, returned: events.returned, replaced };
    try {
      userCode.begin({ kind: "load", file: bundle.path, key: bundle.id });
      [isLoading, readOnLoad] = [true, undefined];
      annotators.begin();
      const { lfs: exported, failures } = userCode.own(() => loadLfs(bundle, place));
      const people = annotators.asked();
      const shared = { fingerprint, allowNode, people, ...(readOnLoad === undefined ? {} : { readOnLoad }) };
      // What the file's top-level code did to its own built-ins, all its LFs know.
      const realms = exported.length < 2 ? {} : { realm: userCode.own(watchBuiltins) };
      return placeLfs(bundle, exported, { ...shared, ...realms }, [
        ...userCode.own(() => failures.map((failure) => failedExport(bundle, failure, names))),
        ...votersInGold(bundle.path, people, spec.gold?.voters ?? []),
      ]);
    } catch (thrown) {
      return broken(userCode.own(() => loadProblem(bundle, thrown, names)));
    } finally {
      isLoading = false;
      userCode.end();
    }
  }

  return {
    names,
    answers: prompts,
    load(files, bundles, { stopped, fresh = false }) {
      prompts.refresh();
      const kept = new Map(fresh ? [] : [...loaded].filter(([, file]) => !file.broken));
      loaded = new Map(Array.from(bundles, ([id, bundle]) => [id, kept.get(id) ?? loadFile(bundle, stopped)]));
      names.keep(new Set(bundles.values()));
      const plan = planOf(files, withVersions(loaded, annotators), annotators);
      if (stopped.size === 0) return plan;
      const withStops = (lfs: readonly LoadedLf[]): LoadedLf[] => lfs.map((lf) => withStop(lf, stopped));
      return { ...plan, lfs: withStops(plan.lfs), slices: withStops(plan.slices) };
    },
    forget: (bundleId) => void (loaded = new Map([...loaded].filter(([id]) => id !== bundleId))),
  };
}

function withStop(lf: LoadedLf, stopped: Stopped): LoadedLf {
  const stop = stopped.get(lf.key);
  return stop ? { ...lf, stop } : lf;
}

const broken = (problem: Problem): LoadedFile => ({ lfs: [], problems: [problem], broken: true, partial: false, people: [] });

/** LFs that vote what people say are others once these say something else. */
function withVersions(loaded: ReadonlyMap<string, LoadedFile>, { versionOf }: Annotators): ReadonlyMap<string, LoadedFile> {
  const keyed = (file: LoadedFile): LoadedFile => {
    if (file.people.length === 0) return file;
    const version = versionOf(file.people);
    return { ...file, lfs: file.lfs.map((lf) => ({ ...lf, key: digest([lf.key, version]) })) };
  };
  return new Map(Array.from(loaded, ([id, file]) => [id, keyed(file)]));
}

interface PlacedFile extends Pick<LfFilesOptions, "fingerprint"> {
  /** The project wants no word on imports that reach beyond the rows. */
  readonly allowNode: boolean;
  readonly people: readonly string[];
}

function placeLfs(
  bundle: Bundle,
  exported: readonly ExportedLf[],
  { fingerprint, allowNode, people, ...shared }: Pick<LoadedLf, "readOnLoad" | "realm"> & PlacedFile,
  failures: readonly Problem[],
): LoadedFile {
  // A name that only shows when the bundle has run, such as one of `export * from` a package, stands nowhere in the file.
  const unplaced: BundleExport = { line: 1, column: 1, endLine: 1, hash: bundle.id, firstReturn: 0, returns: [], literals: new Map() };
  const { path: file, id: bundleId } = bundle;
  const reachesOut = bundle.nodeImports.length > 0 || people.length > 0;
  const lfs = exported.map(({ name, vote, alternatives, matches, isSlice }): LoadedLf => {
    const { hash, line, column, endLine, ...code } = bundle.exports.get(name) ?? unplaced;
    const site = { name, file, line, column, endLine };
    const { sites: evidence, source } = evidenceOf({ ...code, ...(alternatives ? { alternatives } : {}) }, site);
    const key = digest([SDK_VERSION, fingerprint, name, hash]);
    const made = { ...site, key, evidence, vote, source, bundleId, reachesOut, ...shared };
    return { ...made, ...(matches ? { matches } : {}), ...(isSlice ? { isSlice } : {}) };
  });
  const nameless = lfs.filter(({ name }) => name === "default");
  return {
    lfs: lfs.filter(({ name }) => name !== "default").sort((a, b) => a.line - b.line || a.column - b.column),
    problems: [
      ...failures,
      ...(allowNode ? [] : bundle.nodeImports),
      ...nameless.map(({ file, line, column }) => ({
        file,
        line,
        column,
        severity: "warning" as const,
        message: "An LF or a slice needs a name, so this default export does not run. Write: export const itsName = ...",
      })),
    ],
    broken: false,
    partial: failures.length > 0,
    people,
  };
}

const digest = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

function loadProblem(bundle: Bundle, thrown: unknown, names: BundleNames): Problem {
  const { place, via } = errorPlace(names.places(stackOf(thrown)), bundle.path);
  const message = `None of this file's LFs run, because its top-level code failed: ${messageOf(thrown)}`;
  return { severity: "error", file: bundle.path, ...place, message: via === undefined ? message : `${message} (${via})` };
}

function failedExport({ path, exports }: Bundle, { local, thrown }: FailedExport, names: BundleNames): Problem {
  // esbuild may have given it another name where two files are in one bundle.
  const name = exports.has(local) ? local : local.replace(/\d+$/, "");
  const { line = 1, column = 1 } = exports.get(name) ?? {};
  const { place, via } = errorPlace(names.places(stackOf(thrown)), path);
  const message = `${name} does not run, because its code failed: ${messageOf(thrown)}`;
  return { severity: "error", file: path, line, column, ...place, message: via === undefined ? message : `${message} (${via})` };
}

function planOf(files: readonly CompiledFile[], loaded: ReadonlyMap<string, LoadedFile>, { fileOf }: Annotators): LoadedPlan {
  const [lfs, slices] = [new Map<string, LoadedLf>(), new Map<string, LoadedLf>()];
  const problems: Problem[] = [];
  const brokenFiles: string[] = [];
  for (const { path, bundleId, partial, problems: compileProblems } of files) {
    const file = loaded.get(bundleId ?? "");
    if (!file || file.broken || file.partial || partial) brokenFiles.push(path);
    problems.push(...compileProblems, ...(file?.problems ?? []));
    for (const lf of file?.lfs ?? []) {
      const named = lf.isSlice ? slices : lfs;
      const first = named.get(lf.name);
      if (first) problems.push(duplicate(lf, first));
      else named.set(lf.name, lf);
    }
  }
  const people = [...loaded.values()].flatMap((file) => file.people);
  return {
    lfs: [...lfs.values()],
    slices: [...slices.values()],
    problems: distinct(problems),
    brokenFiles,
    watched: [...new Set([...files.flatMap((file) => [file.path, ...file.inputs]), ...people.map(fileOf)])],
  };
}

const duplicate = ({ name, file, line, column, isSlice }: LoadedLf, first: PlannedLf): Problem => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: column + name.length,
  severity: "error",
  message: `Another ${isSlice ? "slice" : "LF"} has the name "${name}" (${first.file}:${first.line}), so this one does not run. Rename one of them.`,
});

/** Files that import the same broken file all report its errors. */
const distinct = (problems: readonly Problem[]): Problem[] => [...new Map(problems.map((p) => [JSON.stringify(p), p])).values()];
