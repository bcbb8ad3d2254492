import { createHash } from "node:crypto";
import { listDataFiles } from "../../dataset/read/dataFiles";
import type { DatasetInfo, ProjectSpec } from "../../protocol/engine";
import type { CacheFolder } from "./cacheFolder";
import type { Opened } from "../workerApi";

/** To be raised whenever the same files may give other rows than before. */
const READER_VERSION = 4;

/** Samples of projects that were open before, so that their data is not read again while its files stay as they are. */
export interface SampleCache {
  /** The name of a project's sample; undefined if the data cannot be used, which opening it will say better. */
  nameOf(spec: ProjectSpec): Promise<string | undefined>;
  read(name: string): Opened | undefined;
  keep(name: string, opened: Opened): void;
}

export function createSampleCache(folder: CacheFolder): SampleCache {
  return {
    nameOf: (spec) => sampleName(spec).catch(() => undefined),
    read(name) {
      const kept = folder.read(name) as { readonly info: DatasetInfo; readonly sample: Uint8Array } | undefined;
      return kept && { info: kept.info, sample: shared(kept.sample) };
    },
    keep(name, { info, sample }) {
      if (sample) void folder.write(name, { info, sample: new Uint8Array(new Uint8Array(sample)) });
    },
  };
}

/** Says all that the sample depends on: the files by size and time, and what of the config has to do with data. */
async function sampleName(spec: ProjectSpec): Promise<string> {
  const { root, labels, data, columns, sample } = spec;
  const files = await listDataFiles(spec);
  const parts = [READER_VERSION, root, labels, data, columns, sample, files];
  return `sample-${createHash("sha256").update(JSON.stringify(parts)).digest("base64url")}`;
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.length);
  new Uint8Array(memory).set(bytes);
  return memory;
}
