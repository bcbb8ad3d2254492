import { join } from "node:path";
import { Uri, window, type Memento } from "vscode";
import { isTableFormat, type ExportFormat } from "../../core/export/exportOptions";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { columnChoices, defaultChoices, formatChoices, optionsOf, rowChoices, type ExportChoices } from "../../services/export/choices";
import { tableFormatOf } from "../../services/export/labelFormat";
import type { ExportOrder } from "../platform/runExport";
import { leadThrough, type Step } from "../platform/steps";

/** Asks for format, rows, columns and place; what was chosen last time is chosen already, so that Enter goes through. */
export async function askForExport(project: ProjectSnapshot, memory: Memento): Promise<ExportOrder | undefined> {
  const key = `export ${project.root}`;
  const before = memory.get<ExportChoices>(key) ?? defaultChoices(project);
  const picked = await leadThrough(3, (step, [format]) =>
    stepOf(project, before, step, (format?.[0] as ExportFormat | undefined) ?? before.format),
  );
  if (!picked) return undefined;
  const [[format], rows, columns] = picked as [[ExportFormat], string[], string[]];
  const choices = { format: format ?? before.format, rows, columns };
  await memory.update(key, choices);
  const place = await askForPlace(project, choices.format);
  return place && { ...place, options: optionsOf(project, choices) };
}

function stepOf(project: ProjectSnapshot, before: ExportChoices, step: number, format: ExportFormat): Step | undefined {
  const title = `Export denoised labels of ${project.name}`;
  if (step === 0)
    return { title, placeholder: "Format", groups: [{ title: "formats", choices: formatChoices }], many: false, picked: [before.format] };
  if (step === 1)
    return { title, placeholder: "Rows: select, then press Enter", groups: rowChoices(project), many: true, picked: before.rows };
  const groups = columnChoices(project, format);
  return groups.length === 0
    ? undefined
    : { title, placeholder: "Columns: select, then press Enter", groups, many: true, picked: before.columns };
}

/** A name that ends as another table format means that format. */
async function askForPlace(project: ProjectSnapshot, format: ExportFormat): Promise<Pick<ExportOrder, "out" | "format"> | undefined> {
  const { label, ending } = formatChoices.find(({ id }) => id === format)!;
  const place = await window.showSaveDialog({
    title: "Export denoised labels",
    saveLabel: "Export",
    defaultUri: Uri.file(join(project.root, ending === "" ? `${project.name}-labels` : `labels${ending}`)),
    filters: ending === "" ? {} : { [label]: [ending.slice(1)] },
  });
  if (!place) return undefined;
  const named = isTableFormat(format) ? tableFormatOf(place.fsPath) : undefined;
  if (named) return { out: place.fsPath, format: named };
  return { out: place.fsPath.toLowerCase().endsWith(ending) ? place.fsPath : `${place.fsPath}${ending}`, format };
}
