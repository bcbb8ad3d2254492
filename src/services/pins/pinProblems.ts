import { basename } from "node:path";
import type { Problem } from "../../core/data/problem";
import type { ProjectState } from "../project/state";
import { pinPathOf } from "./pinFile";

/** What is wrong with a project's pin files, each at its line. */
export const pinProblems = (state: ProjectState): Problem[] => [
  ...(state.pinFiles ?? []).flatMap(({ problems }) => problems),
  ...strayPins(state),
];

/** Pins of LFs that are not there, or that stand in another file now. */
function strayPins({ pinFiles = [], lfs, lastRun }: ProjectState): Problem[] {
  if (!lastRun) return [];
  return pinFiles.flatMap(({ path, lfs: pinned }) =>
    pinned.flatMap(({ lf, line }): Problem[] => {
      const site = lfs.find((entry) => entry.site.name === lf)?.site;
      if (site && pinPathOf(site.file) === path) return [];
      const advice = site
        ? `It is now in ${basename(site.file)}: move this entry to ${basename(pinPathOf(site.file))}.`
        : "If it was renamed, rename this key; if it was deleted, remove this entry.";
      return [
        { file: path, line, severity: "warning", message: `There is no LF "${lf}" in the LF file that belongs to this one. ${advice}` },
      ];
    }),
  );
}
