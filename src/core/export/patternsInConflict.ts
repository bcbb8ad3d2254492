import type { PatternTable } from "../patterns/patternTable";
import { ABSTAIN } from "../statistics/votes";

/** For each pattern 1 if LFs disagree in it. */
export function patternsInConflict({ votes, lfs, size }: PatternTable): Uint8Array {
  return Uint8Array.from({ length: size }, (_, pattern) => {
    let first = ABSTAIN;
    for (let at = pattern * lfs; at < (pattern + 1) * lfs; at++) {
      if (votes[at] === ABSTAIN) continue;
      if (first !== ABSTAIN && votes[at] !== first) return 1;
      first = votes[at]!;
    }
    return 0;
  });
}
