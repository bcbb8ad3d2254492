import { consensusLabels } from "../../core/gold/consensus";
import { withoutPeople } from "../../core/gold/judgement";
import { overlayGold } from "../../core/gold/overlay";
import { readGold } from "../../gold/readGold";
import type { ProjectSpec } from "../../protocol/engine";
import type { Table } from "./dataset";
import { rowKeys } from "./rowKeys";

/** Lays the project's judgements, as its files have them now, over the gold of tables. */
export async function readOverlay(spec: ProjectSpec): Promise<(table: Table) => Table> {
  const { judged } = await readGold(spec.root, spec.boundary);
  if (judged.size === 0) return (table) => table;
  const { wins = "judgements", consensus: kind = "majority", voters = [] } = spec.gold ?? {};
  const labels = consensusLabels(withoutPeople(judged, voters), spec.labels, kind);
  return (table) => ({ ...table, gold: overlayGold(table.gold, rowKeys(table, spec), labels, wins).gold });
}
