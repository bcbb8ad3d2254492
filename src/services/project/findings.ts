import { ABSTAIN } from "../../core/statistics/votes";
import type { FoundInRow, RowFindings } from "../../protocol/panel";
import type { SourceFile } from "../../protocol/sourceFile";
import type { Engine } from "./ports";
import type { LfEntry, ProjectState } from "./state";

/**
 * Why each LF gave rows of the sample its vote: what it found in them, or the return that was taken. LFs whose votes are an older
 * version's say nothing.
 */
export async function rowFindings(
  { lfs }: Pick<ProjectState, "lfs">,
  rows: readonly number[],
  { engine, files }: { readonly engine: Pick<Engine, "matches">; readonly files: readonly SourceFile[] },
): Promise<RowFindings[]> {
  const votersOf = (row: number): LfEntry[] => lfs.filter(({ result, stale }) => !stale && (result?.votes[row] ?? ABSTAIN) !== ABSTAIN);
  const asked = rows.map((row) => ({ row, lfs: votersOf(row).map(({ site }) => site.name) }));
  const found = await engine.matches({ files, rows: asked });
  return found.map(({ row, lfs: matched }) => {
    const matches = new Map(matched.map((one) => [one.lf, one.matches]));
    return { row, lfs: votersOf(row).map((entry) => findingOf(entry, row, matches.get(entry.site.name))) };
  });
}

function findingOf({ site, result }: LfEntry, row: number, matches: FoundInRow["matches"] = []): FoundInRow {
  const taken = site.evidence[result?.evidence?.[row] ?? -1];
  if (!taken) return { lf: site.name, matches };
  const { file = site.file, line, column } = taken;
  return { lf: site.name, matches, place: { file, line, column } };
}
