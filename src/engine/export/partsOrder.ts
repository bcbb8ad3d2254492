import type { PartsOrder } from "../apply/applier";
import type { ExportTarget } from "../output/exportTarget";

/**
 * What an export needs of single rows.
 * @param votesOnly the files take ids and cells from the data themselves
 */
export function partsOrder({ options, textColumn }: ExportTarget, folder: string, votesOnly: boolean): PartsOrder {
  const cells = options.featureAware && textColumn !== undefined ? [...new Set([...options.columns, textColumn])] : options.columns;
  return {
    folder,
    ids: !votesOnly,
    cells: votesOnly ? [] : cells,
    ...(options.dedupe && textColumn !== undefined ? { equalTexts: textColumn } : {}),
    ...(options.resplit && textColumn !== undefined ? { nearTexts: textColumn } : {}),
  };
}
