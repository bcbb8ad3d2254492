import type { Problem } from "../core/data/problem";
import type { Insertion } from "./insertions";

/** Where an exported name stands in its file. Lines and columns count from 1. */
export interface ExportSite {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** A place in one of the user's files. Lines and columns count from 1. */
export interface Place {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An exported name: where it stands, what its value depends on, and where the parts of its code are. */
export interface BundleExport extends ExportSite {
  /** Of all the code that can have a part in its value. */
  readonly hash: string;
  /** The number of its function's first return in the bundle; the others follow. */
  readonly firstReturn: number;
  readonly returns: readonly Place[];
  /** For a builder's LF: where each text and pattern among the arguments stands. */
  readonly literals: ReadonlyMap<string, Place>;
}

/** An LF file and all that it imports as one CommonJS script, which requires only "lf-lens" and Node's own modules. */
export interface Bundle {
  /** Changes with the code and its places. */
  readonly id: string;
  /** The LF file, absolute. */
  readonly path: string;
  /** With its LFs' returns counted (see instrument.ts). */
  readonly code: string;
  /** Source map of the code without the insertions, JSON; its sources are relative to the file's folder. */
  readonly map: string;
  readonly insertions: readonly Insertion[];
  readonly exports: ReadonlyMap<string, BundleExport>;
  /** Warnings at the imports through which the file reaches beyond its rows. */
  readonly nodeImports: readonly Problem[];
}

/** What compiling one LF file gave. */
export interface CompiledFile {
  /** Absolute. */
  readonly path: string;
  /** Undefined if the file, or one it imports, does not compile. */
  readonly bundleId?: string;
  readonly problems: readonly Problem[];
  /** The file and all that it imports, also what could not be found yet. Absolute paths. */
  readonly inputs: readonly string[];
  /** Some of its LFs do not compile; the bundle is without them. */
  readonly partial?: true;
}

/** All LF files of a project, as they cross a pipe. */
export interface Compilation {
  readonly files: readonly CompiledFile[];
  /** Of the bundles that the files name, those that the other end has not got yet. */
  readonly bundles: readonly Bundle[];
}

/** Packs compilations for one receiver, which keeps the bundles of the last one. */
export type BundleSender = (files: readonly CompiledFile[], bundles: ReadonlyMap<string, Bundle>) => Compilation;

/** Unpacks compilations of one sender: gives all bundles that the files name, by id. */
export type BundleReceiver = (compilation: Compilation) => ReadonlyMap<string, Bundle>;

export function createBundleSender(): BundleSender {
  let held: ReadonlySet<string> = new Set();
  return (files, bundles) => {
    const needed = new Set(files.flatMap(({ bundleId }) => (bundleId === undefined ? [] : [bundleId])));
    const fresh = [...needed].filter((id) => !held.has(id)).map((id) => bundles.get(id)!);
    held = needed;
    return { files, bundles: fresh };
  };
}

export function createBundleReceiver(): BundleReceiver {
  let held: ReadonlyMap<string, Bundle> = new Map();
  return ({ files, bundles }) => {
    const all = new Map([...held, ...bundles.map((bundle): [string, Bundle] => [bundle.id, bundle])]);
    held = new Map(files.flatMap(({ bundleId: id }): [string, Bundle][] => (id === undefined ? [] : [[id, all.get(id)!]])));
    return held;
  };
}
