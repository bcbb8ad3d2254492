import { rm } from "node:fs/promises";
import { stagingFolder } from "../../protocol/manifest";

/** Removes what a cancelled export had made so far. */
export const discardExport = (out: string): Promise<void> => rm(stagingFolder(out), { recursive: true, force: true });
