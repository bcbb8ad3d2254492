import { join } from "node:path";
import type { Problem } from "../../core/data/problem";
import { isDisputed } from "../../core/gold/consensus";
import { RANDOM, type Judged } from "../../core/gold/judgement";
import type { Remarks } from "../../core/gold/remarks";
import { overlayGold, type GoldWinner } from "../../core/gold/overlay";
import { ABSTAIN } from "../../core/statistics/votes";
import { counted } from "../../core/data/numberText";
import { GOLD_FOLDER } from "../../gold/readGold";
import { checkedRows } from "../../core/gold/spotChecks";
import type { DatasetInfo } from "../../protocol/engine";
import type { JudgementsSnapshot } from "../../protocol/snapshot";
import type { GoldState } from "../project/state";

export interface GoldStateInput {
  readonly root: string;
  readonly rows: Judged;
  readonly remarks: Remarks;
  /** The label index of each row that has one. */
  readonly labels: ReadonlyMap<string, number>;
  /** The project's labels. */
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
  readonly wins: GoldWinner;
  /** The data without judgements. */
  readonly info: DatasetInfo;
  readonly version: number;
}

/** What a project knows of its judgements. */
export function goldState({ root, rows, remarks, labels, names, problems, wins, info, version }: GoldStateInput): GoldState {
  const { gold, disagreements } = overlayGold(info.sample.gold, info.sample.keys, labels, wins);
  const disputed = [...rows].flatMap(([key, list]) => (isDisputed(list, names) ? [key] : []));
  return {
    ...{ rows, remarks, labels, wins, version, gold, disagreements, disputed },
    checked: checkedRows(rows, remarks, info.sample.keys),
    dataGold: info.sample.gold,
    summary:
      rows.size === 0 && remarks.rows().length === 0
        ? undefined
        : summarize(rows, labels, info.sample.keys, {
            tags: countTags(remarks, info.sample.keys),
            disputed: disputed.length,
            disagreements: disagreements.length,
          }),
    problems: [...problems, ...unknownLabels(root, rows, names), ...listDisagreements(root, disagreements, wins, info)],
  };
}

/** The data with judgements laid over its gold. Of rows outside of the sample it is not known here whether they have any. */
export function withGold(info: DatasetInfo, { gold, labels }: GoldState): DatasetInfo {
  if (labels.size === 0) return info;
  const more = countGold(gold) - countGold(info.sample.gold);
  return { ...info, goldRows: info.goldRows + more, sample: { ...info.sample, gold } };
}

/** The rows of the sample whose drawing was random, among those that people gave a label: estimates may be computed from them. */
export const drawnAtRandom = (rows: Judged, key: string): boolean =>
  rows.get(key)?.some(({ how, label }) => how === RANDOM && label !== null) === true;

function summarize(
  rows: Judged,
  labels: ReadonlyMap<string, number>,
  keys: readonly string[],
  counts: Pick<JudgementsSnapshot, "disputed" | "disagreements" | "tags">,
): JudgementsSnapshot {
  const people = new Set<string>();
  let judged = 0;
  for (const list of rows.values()) {
    if (list.some(({ label }) => label !== null)) judged++;
    for (const { by, label } of list) if (label !== null) people.add(by);
  }
  const own = keys.filter((key) => labels.has(key));
  const random = own.filter((key) => drawnAtRandom(rows, key)).length;
  return { rows: judged, sampleRows: own.length, randomRows: random, people: [...people].sort(), ...counts };
}

function countTags(remarks: Remarks, keys: readonly string[]): JudgementsSnapshot["tags"] {
  if (remarks.rows().length === 0) return [];
  const counts = new Map<string, number>();
  const remarked = new Set(remarks.rows());
  for (const key of keys.filter((one) => remarked.has(one)))
    for (const tag of remarks.tagsOf(key)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return Array.from(counts, ([tag, rows]) => ({ tag, rows })).sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

const countGold = (gold: Int16Array): number => gold.reduce((count, label) => count + (label === ABSTAIN ? 0 : 1), 0);

function unknownLabels(root: string, rows: Judged, names: readonly string[]): Problem[] {
  const known = new Set(names);
  const counts = new Map<string, number>();
  for (const list of rows.values())
    for (const { label } of list) if (label !== null && !known.has(label)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Array.from(counts, ([label, count]) => ({
    file: join(root, "lf.config.json"),
    severity: "warning",
    message: `${counted(count, "judgement")} in ${GOLD_FOLDER}/ ${count === 1 ? "has" : "have"} the label "${label}", which is not in "labels", and ${count === 1 ? "does" : "do"} not count. Add the label, or judge these rows again.`,
  }));
}

const LISTED = 5;

function listDisagreements(root: string, rows: readonly number[], wins: GoldWinner, { sample }: DatasetInfo): Problem[] {
  if (rows.length === 0) return [];
  const ids = rows.slice(0, LISTED).map((row) => sample.ids[row]);
  const message = `${counted(rows.length, "row")} of the sample ${rows.length === 1 ? "has" : "have"} another label in the gold column than by judgement: ${ids.join(", ")}${rows.length > LISTED ? ", ..." : ""}. ${wins === "judgements" ? "The judgement" : "The gold column"} counts ("gold": {"wins": "${wins}"}).`;
  return [{ file: join(root, "lf.config.json"), severity: "warning", message }];
}
