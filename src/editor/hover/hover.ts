import { Hover, languages, MarkdownString, Range, type Disposable, type TextDocument } from "vscode";
import { scanExports } from "../../core/data/scanExports";
import type { LfSnapshot, ProjectSnapshot } from "../../protocol/snapshot";
import type { Session } from "../../services/session";
import { askedTexts, counted, percent } from "../../core/data/numberText";
import { accuracyText, faultedRows, polarityText, worthText } from "../../services/reports/wording";

/** All that is known of an LF, on its name. */
export function registerHover(session: Session): Disposable {
  return languages.registerHoverProvider(
    { scheme: "file", pattern: "**/*.ts" },
    {
      provideHover: (document, position) => {
        const place = scanExports(document.getText()).find(({ name, line, column }) => {
          const range = new Range(line - 1, column - 1, line - 1, column - 1 + name.length);
          return range.contains(position);
        });
        const found = place && lfNamed(session, document, place.name);
        return found && new Hover(hoverText(found.lf, found.project));
      },
    },
  );
}

function lfNamed(session: Session, document: TextDocument, name: string): { lf: LfSnapshot; project: ProjectSnapshot } | undefined {
  for (const project of session.snapshot.projects) {
    const lf = project.numbers.sample.lfs.find((candidate) => candidate.name === name && candidate.file === document.uri.fsPath);
    if (lf) return { lf, project };
  }
  return undefined;
}

function hoverText(lf: LfSnapshot, project: ProjectSnapshot): MarkdownString {
  const text = new MarkdownString();
  for (const [name, value] of hoverLines(lf, project)) text.appendMarkdown("- ").appendText(`${name}: ${value}`).appendMarkdown("\n");
  return text;
}

function hoverLines(lf: LfSnapshot, project: ProjectSnapshot): [name: string, value: string][] {
  const rows = project.data?.sampleRows ?? 0;
  const { summary, accuracyInterval: interval, estimated, marginal } = lf;
  if (!summary) return [["LF Lens", "not run yet"]];
  const faulted = faultedRows(lf);
  return [
    ["votes", polarityText(lf, project.labels)],
    ["coverage", `${percent(summary.votes, rows)} (${counted(summary.votes, "row")})`],
    ["overlap", percent(summary.overlaps, rows)],
    ["conflict", percent(summary.conflicts, rows)],
    [
      "accuracy",
      interval ? `${accuracyText(lf)}, 95% interval ${percent(interval.low, 1)} to ${percent(interval.high, 1)}` : accuracyText(lf),
    ],
    ...(estimated === undefined
      ? []
      : [["accuracy, estimated by the label model without gold", percent(estimated, 1)] as [string, string]]),
    ...(marginal === undefined ? [] : [["worth", worthText(marginal)] as [string, string]]),
    ...askedTexts(lf).map((text): [string, string] => ["model", text]),
    ...(faulted === 0 ? [] : [["faults", counted(faulted, "row")] as [string, string]]),
    ...(lf.ms === undefined ? [] : [["time", `${lf.ms.toFixed(1)} ms${lf.stale ? ", of an older version" : ""}`] as [string, string]]),
  ];
}
