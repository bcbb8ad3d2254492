import type { LfResult } from "../../protocol/engine";
import type { CacheFolder } from "./cacheFolder";
import type { LoadedLf } from "../realm/lfFiles";
import { sharedColumn } from "../sharedColumn";

/** Results that outlive the session, by their LF's key. */
export interface VoteCache {
  read(lf: Pick<LoadedLf, "key">): LfResult | undefined;
  /** Keeps a result that will be the same whenever and wherever this code runs on this sample; leaves out others. */
  keep(lf: LoadedLf, result: LfResult): void;
}

/** @param folder undefined: nothing is kept */
export function createVoteCache(folder: CacheFolder | undefined): VoteCache {
  return {
    read({ key }) {
      const kept = folder?.read(key) as LfResult | undefined;
      return kept?.key === key ? withColumns(kept, sharedColumn) : undefined;
    },
    keep(lf, result) {
      // Faults name lines, which move by edits that leave the key as it is; files and network may be otherwise next time.
      const isLasting = result.version === lf.key && result.faults.length === 0 && !lf.reachesOut;
      if (isLasting)
        void folder?.write(
          lf.key,
          withColumns(result, (column) => column.slice()),
        );
    },
  };
}

/** Shared memory cannot be written to disk, and what is read from there is not shared. */
const withColumns = ({ votes, evidence, ...result }: LfResult, copy: (column: Int16Array) => Int16Array): LfResult => ({
  ...result,
  votes: copy(votes),
  ...(evidence === undefined ? {} : { evidence: copy(evidence) }),
});
