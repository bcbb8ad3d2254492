import { basename, dirname } from "node:path";
import { counted, wholeNumber } from "../../core/data/numberText";
import { exportFileNames } from "../../core/export/exportFileNames";
import { isTaskFormat, type ExportFormat } from "../../core/export/exportOptions";
import { manifestPath } from "../../protocol/manifest";
import type { ExportForecast } from "./forecast";

/** How many labels or columns are named before the rest are counted. */
const MOST_NAMED = 12;

/** "about 983 rows", "1,209 rows", "at most 983 rows". */
export function expectedRowsText({ rows, exact, dedupe }: ExportForecast): string {
  if (dedupe) return `at most about ${counted(rows, "row")}`;
  return exact.rows ? counted(rows, "row") : `about ${counted(rows, "row")}`;
}

/** "about 983 of 1,209 rows: train 770, dev 140, test 73" */
export function rowsText(forecast: ExportForecast): string {
  const { of, splits, rows, dedupe } = forecast;
  const share = rows === of && !dedupe ? `all ${counted(of, "row")}` : `${expectedRowsText(forecast)} of ${wholeNumber(of)}`;
  const bySplit = splits.length > 1 ? `: ${splits.map(({ split, rows: own }) => `${split} ${wholeNumber(own)}`).join(", ")}` : "";
  return `${share}${bySplit}${dedupe ? "; rows with duplicate text are left out" : ""}`;
}

/** "about LOAN 120, FEES 80; 226 rows without a label" */
export function labelsText({ labels, unlabeled, exact }: ExportForecast): string {
  const given = labels.filter(([, rows]) => rows > 0).sort((a, b) => b[1] - a[1]);
  const named = given.length === 0 ? "no row has a label" : listed(given.map(([label, rows]) => `${label} ${wholeNumber(rows)}`));
  const rest = unlabeled > 0 ? `; ${counted(unlabeled, "row")} without a label` : "";
  return `${exact.labels || given.length === 0 ? "" : "about "}${named}${rest}`;
}

/** "id, split, label, confidence, text": what each row has. */
export const columnsText = (format: ExportFormat, { columns }: ExportForecast): string =>
  isTaskFormat(format) ? `a training example for each row, made of ${listed(columns)}` : listed(columns);

/** "labels.csv and labels.csv.manifest.json, in /data/mail" */
export function filesText(out: string, format: ExportFormat, { splits }: ExportForecast): string {
  const names = [...exportFileNames({ name: basename(out), format, splits }), basename(manifestPath(out))];
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}, in ${dirname(out)}`;
}

/** Where the numbers come from, if they were not counted. */
export const sourceText = ({ exact }: ExportForecast): string =>
  exact.rows && exact.labels ? "" : "Counted on the sample; the export counts all rows.";

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 1 ? `${names.slice(0, MOST_NAMED).join(", ")} and ${wholeNumber(more)} more` : names.join(", ");
}
