import { ABSTAIN } from "../../core/statistics/votes";
import type { EvidenceSite, LfSite } from "../../protocol/engine";
import type { Alternatives } from "../../sdk/alternatives";
import type { BundleExport, Place } from "../bundle";

/** Where the numbers of an LF's evidence come from: its instrumented returns, or what its builder looks for. */
export type EvidenceSource = { readonly firstReturn: number; readonly count: number } | Alternatives;

/** The code of an LF, and what its builder looks for, if a builder made it. */
type EvidenceParts = Pick<BundleExport, "firstReturn" | "returns" | "literals"> & { readonly alternatives?: Alternatives };

/** The parts of an LF that can give a row its vote, in the order of their numbers in LfResult#evidence. */
export function evidenceOf(parts: EvidenceParts, lf: LfSite): { readonly sites: readonly EvidenceSite[]; readonly source: EvidenceSource } {
  const { firstReturn, returns, literals, alternatives } = parts;
  if (!alternatives) return { sites: returns.map((place) => siteOf(place, lf)), source: { firstReturn, count: returns.length } };
  const sites = alternatives.texts.map((text) => ({ ...siteOf(literals.get(text) ?? lf, lf), text }));
  return { sites, source: alternatives };
}

const siteOf = ({ file, line, column }: Place, lf: LfSite): EvidenceSite => ({ line, column, ...(file === lf.file ? {} : { file }) });

/** For each row which of its builder's alternatives gave it its vote; -1 where it has none, or where that cannot be told. */
export function alternativesTaken({ indexOf }: Alternatives, rows: readonly object[], votes: Int16Array, position: Int32Array): Int16Array {
  return votes.map((vote, row) => {
    if (vote === ABSTAIN) return -1;
    position[0] = row;
    return indexOf(rows[row]!);
  });
}
