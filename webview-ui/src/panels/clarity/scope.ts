/** Which rows the numbers on the screen are of. Only the sample's rows can be listed. */
import { createContext, useContext } from "react";
import type { ProjectSnapshot, Scope } from "../../../../src/protocol/panel";

export const ScopeContext = createContext<Scope>("sample");

export const useScope = (): Scope => useContext(ScopeContext);

/** Ends a sentence: "3 rows of the sample". */
export const ofRows: Readonly<Record<Scope, string>> = { sample: "of the sample", allRows: "of all rows" };

/** Rows of the splits that the sample is drawn from. */
export const rowsInAll = ({ data, numbers }: ProjectSnapshot): number =>
  numbers.allRows?.measured?.numbers.rows ?? (data?.splitRows.train ?? 0) + (data?.splitRows.dev ?? 0);
