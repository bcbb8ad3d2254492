import type { Dataset, Table } from "../../dataset/open/dataset";
import { openDataset } from "../../dataset/open/openDataset";
import { packTable, unpackTable } from "../../dataset/open/pack";
import { rowKeys } from "../../dataset/open/rowKeys";
import { rowsFingerprint } from "../../dataset/open/rowsFingerprint";
import { createPredicates, type Predicates } from "../../dataset/slices/predicates";
import type { DatasetInfo, EngineEvents, ProjectSpec } from "../../protocol/engine";
import { createFormerLfs, type FormerLfs } from "../cache/formerLfs";
import { createCacheFolder, type CacheFolder } from "../cache/cacheFolder";
import { createLfFiles, type LfFiles, type LfFilesOptions } from "../realm/lfFiles";
import { rowObjects, type RowObject } from "../realm/rowObjects";
import { createSampleCache } from "../cache/sampleCache";
import type { PromptsSpec } from "../../protocol/asking";
import { createPartialVotes, type PartialVotes } from "./partialVotes";
import { createVoteCache, type VoteCache } from "../cache/voteCache";
import { createVoteReader, type VoteReader } from "./voteReader";
import type { Opened } from "../workerApi";

/** A project whose sample is in memory. */
export interface OpenProject {
  readonly spec: ProjectSpec;
  readonly info: DatasetInfo;
  readonly table: Table;
  readonly rows: readonly RowObject[];
  readonly reader: VoteReader;
  readonly files: LfFiles;
  readonly votes: VoteCache;
  readonly former: FormerLfs;
  /** Which LFs' votes on the sample lack answers. */
  readonly partial: PartialVotes;
  /** For slices in SQL. */
  readonly predicates: Predicates;
  /** The sample as packTable makes it; undefined where it is too large to keep twice. */
  readonly packed: () => SharedArrayBuffer | undefined;
  /** The data itself, for all rows. */
  readonly dataset: () => Promise<Dataset>;
  readonly close: () => Promise<void>;
}

/** What it takes of a project to run LFs on rows, wherever those come from. */
export type VotingProject = Pick<OpenProject, "spec" | "reader" | "files">;

export interface OpenOptions extends Pick<LfFilesOptions, "userCode" | "builtins" | "print" | "onRead" | "returned" | "consulted"> {
  readonly onProgress: EngineEvents["progress"];
}

/** Reads the data and draws the sample, or takes the sample from the cache where the data is as it was. */
export async function openProject(spec: ProjectSpec, options: OpenOptions): Promise<OpenProject> {
  const folder = cacheOf(spec);
  if (!folder) return readProject(spec, options);
  void folder.prune();
  const cache = createSampleCache(folder);
  const name = await cache.nameOf(spec);
  const kept = name === undefined ? undefined : cache.read(name);
  if (kept) return restoreProject(spec, kept, options);
  const project = await readProject(spec, options);
  // The data may have changed while it was read.
  if (name !== undefined && name === (await cache.nameOf(spec))) cache.keep(name, openedOf(project));
  return project;
}

async function readProject(spec: ProjectSpec, options: OpenOptions): Promise<OpenProject> {
  const dataset = await openData(spec, options);
  const table = await dataset.sample();
  const { rows, ids, splits, gold } = table;
  const info = {
    ...dataset.info,
    rowsFingerprint: rowsFingerprint(table, dataset.info.columns, spec.columns.gold),
    sample: { rows, ids, keys: rowKeys(table, spec), splits, gold },
  };
  return makeProject(spec, { info, table, dataset }, options);
}

/** Takes up a project that an earlier worker had open, without reading its data if the sample was kept. */
export async function restoreProject(spec: ProjectSpec, { info, sample }: Opened, options: OpenOptions): Promise<OpenProject> {
  if (sample) return makeProject(spec, { info, table: unpackTable(sample), packed: sample }, options);
  const dataset = await openData(spec, options);
  return makeProject(spec, { info, table: await dataset.sample(), dataset }, options);
}

/** Larger samples are read again after a kill instead of being kept in memory twice. */
const KEPT_ROWS = 200_000;

/** What it takes to restore the project in another worker. */
export function openedOf({ info, packed }: OpenProject): Opened {
  const sample = packed();
  return { info, ...(sample ? { sample } : {}) };
}

const cacheOf = ({ cacheFolder }: ProjectSpec): CacheFolder | undefined =>
  cacheFolder === undefined ? undefined : createCacheFolder(cacheFolder);

const openData = (spec: ProjectSpec, { onProgress }: OpenOptions): Promise<Dataset> => openDataset(spec, { onProgress });

interface Loaded {
  readonly info: DatasetInfo;
  readonly table: Table;
  readonly packed?: SharedArrayBuffer;
  readonly dataset?: Dataset;
}

function makeProject(spec: ProjectSpec, { info, table, ...loaded }: Loaded, options: OpenOptions): OpenProject {
  let dataset = loaded.dataset && Promise.resolve(loaded.dataset);
  let { packed } = loaded;
  const fingerprint = JSON.stringify([info.rowsFingerprint, spec.labels, ...(spec.prompts ? [endpointsKey(spec.prompts)] : [])]);
  const files = createLfFiles({ ...options, fingerprint, spec });
  const votes = createVoteCache(cacheOf(spec));
  const predicates = createPredicates(info.columns, spec.columns.gold);
  return {
    spec,
    info,
    table,
    rows: rowObjects(table, spec.columns.gold),
    reader: createVoteReader(spec.labels),
    files,
    partial: createPartialVotes(files.answers),
    votes,
    former: createFormerLfs(cacheOf(spec), votes, [spec.root, fingerprint]),
    predicates,
    packed: () => (packed ??= table.rows <= KEPT_ROWS ? packTable(table) : undefined),
    dataset: () => (dataset ??= openData(spec, options)),
    close: async () => {
      predicates.close();
      await (await dataset)?.close();
    },
  };
}

/** What decides answers. */
const endpointsKey = ({ endpoints }: PromptsSpec): unknown =>
  Object.entries(endpoints).map(([name, { baseUrl, model }]) => [name, baseUrl, model]);
