import type { LfResult } from "../protocol/engine";
import type { CacheFolder } from "./cacheFolder";
import type { LoadedLf } from "./lfFiles";

/** Results that outlive the session, by their LF's key. */
export interface VoteCache {
  read(lf: LoadedLf): LfResult | undefined;
  /** Keeps a result that will be the same whenever and wherever this code runs on this sample; leaves out others. */
  keep(lf: LoadedLf, result: LfResult): void;
}

/** @param folder undefined: nothing is kept */
export function createVoteCache(folder: CacheFolder | undefined): VoteCache {
  return {
    read({ key }) {
      const kept = folder?.read(key) as LfResult | undefined;
      return kept?.key === key ? kept : undefined;
    },
    keep(lf, result) {
      // Faults name lines, which move by edits that leave the key as it is; files and network may be otherwise next time.
      const isLasting = result.version === lf.key && result.faults.length === 0 && !lf.reachesOut;
      if (isLasting) void folder?.write(lf.key, result);
    },
  };
}
