import type { Dataset, Table } from "../dataset/dataset";
import { openDataset } from "../dataset/openDataset";
import { packTable, unpackTable } from "../dataset/pack";
import type { DatasetInfo, EngineEvents, ProjectSpec } from "../protocol/engine";
import { createLfFiles, type LfFiles, type LfFilesOptions } from "./lfFiles";
import { rowObjects, type RowObject } from "./rowObjects";
import { createVoteReader, type VoteReader } from "./voteReader";
import type { Opened } from "./workerApi";

/** A project whose sample is in memory. */
export interface OpenProject {
  readonly spec: ProjectSpec;
  readonly info: DatasetInfo;
  readonly table: Table;
  readonly rows: readonly RowObject[];
  readonly reader: VoteReader;
  readonly files: LfFiles;
  /** The data itself, for all rows. */
  readonly dataset: () => Promise<Dataset>;
  readonly close: () => Promise<void>;
}

export interface OpenOptions extends Pick<LfFilesOptions, "onStep" | "print" | "onRead"> {
  readonly onProgress: EngineEvents["progress"];
}

/** Reads the data and draws the sample. */
export async function openProject(spec: ProjectSpec, options: OpenOptions): Promise<OpenProject> {
  const dataset = await openData(spec, options);
  const table = await dataset.sample();
  const { rows, ids, splits, gold } = table;
  return makeProject(spec, { ...dataset.info, sample: { rows, ids, splits, gold } }, table, options, dataset);
}

/** Takes up a project that an earlier worker had open, without reading its data if the sample was kept. */
export async function restoreProject(spec: ProjectSpec, { info, sample }: Opened, options: OpenOptions): Promise<OpenProject> {
  if (sample) return makeProject(spec, info, unpackTable(sample), options);
  const dataset = await openData(spec, options);
  return makeProject(spec, info, await dataset.sample(), options, dataset);
}

/** Larger samples are read again after a kill instead of being kept in memory twice. */
const KEPT_ROWS = 200_000;

/** What it takes to restore the project in another worker. */
export const openedOf = ({ info, table }: OpenProject): Opened => ({
  info,
  ...(table.rows <= KEPT_ROWS ? { sample: packTable(table) } : {}),
});

const openData = (spec: ProjectSpec, { onProgress }: OpenOptions): Promise<Dataset> => openDataset(spec, { onProgress });

function makeProject(spec: ProjectSpec, info: DatasetInfo, table: Table, options: OpenOptions, opened?: Dataset): OpenProject {
  let dataset = opened && Promise.resolve(opened);
  return {
    spec,
    info,
    table,
    rows: rowObjects(table),
    reader: createVoteReader(spec.labels),
    files: createLfFiles({
      ...options,
      fingerprint: JSON.stringify([info.fingerprint, spec.labels]),
      allowNode: spec.allowNode === true,
    }),
    dataset: () => (dataset ??= openData(spec, options)),
    close: async () => (await dataset)?.close(),
  };
}
