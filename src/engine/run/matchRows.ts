import type { EngineApi } from "../../protocol/engine";
import type { LoadedPlan } from "../realm/lfFiles";
import type { OpenProject } from "./openProject";

type Asked = Parameters<EngineApi["matches"]>[0]["rows"];

/** What LFs found in rows of the sample. One answer for each row, in their order; one that cannot say is left out. */
export function matchRows(
  { rows }: Pick<OpenProject, "rows">,
  { lfs }: LoadedPlan,
  asked: Asked,
): Awaited<ReturnType<EngineApi["matches"]>> {
  const byName = new Map(lfs.map((lf) => [lf.name, lf]));
  return asked.map(({ row, lfs: names }) => ({
    row,
    lfs: names.flatMap((name) => {
      const [lf, object] = [byName.get(name), rows[row]];
      if (!lf?.matches || lf.stop || !object) return [];
      const matches = found(() => lf.matches!(object));
      return matches.length === 0 ? [] : [{ lf: name, matches }];
    }),
  }));
}

/** Where an LF was edited since it voted, its columns may be others: then it found nothing. */
function found<T>(find: () => readonly T[]): readonly T[] {
  try {
    return find();
  } catch {
    return [];
  }
}
