import type { ProjectSnapshot, Snapshot } from "../../protocol/snapshot";
import { isInside } from "../../files/paths";
import { visibleFiles } from "./documents";

/** The project of the active file; while a panel has the focus, that of a file beside it. Undefined if none is on the screen. */
export function projectOnScreen({ projects }: Snapshot): ProjectSnapshot | undefined {
  const owners = visibleFiles().map((path) => projects.findLast(({ root }) => isInside(path, root)));
  return owners.find((owner) => owner !== undefined);
}

/** The project on the screen; else the first that can run, for a name alone shows nobody a broken one first. */
export const projectToShow = (snapshot: Snapshot): ProjectSnapshot | undefined =>
  projectOnScreen(snapshot) ?? snapshot.projects.find(({ phase }) => phase !== "failed") ?? snapshot.projects[0];
