import type { FilePlace, ProjectSnapshot } from "../../../../src/protocol/panel";
import { counted } from "../../../../src/core/data/numberText";
import { placeText } from "../../format";
import { Icon } from "../../ui/Icon";
import { PlaceLink } from "./Problems";

/** Says which numbers are those of older LFs, and what keeps the new ones from running. One line for each file. */
export function StaleNotice({ project }: { project: ProjectSnapshot }) {
  const files = staleFiles(project);
  if (files.length === 0) return null;
  return (
    <div className="stale-notice" role="status">
      <Icon name="history" className="warning" />
      <ul>
        {files.map(({ place, lfs, reason }) => (
          <li key={place.file}>
            {counted(lfs, "LF")} of {placeText(project.root, place.file)} {lfs === 1 ? "shows" : "show"} an older version, and so do all
            numbers below that are made of {lfs === 1 ? "it" : "them"}. {reason} <PlaceLink root={project.root} place={place} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface StaleFile {
  /** Where its problem is, or the file as a whole. */
  readonly place: FilePlace;
  /** How many of its LFs are stale. */
  readonly lfs: number;
  readonly reason: string;
}

/** While LFs run, only a file with an error keeps its old numbers: the others get new ones at once. */
function staleFiles({ numbers, problems, phase }: ProjectSnapshot): StaleFile[] {
  const stale = numbers.sample.lfs.filter((lf) => lf.stale).map(({ file }) => file);
  return [...new Set(stale)].flatMap((file) => {
    const error = problems.find((problem) => problem.file === file && problem.severity === "error");
    if (!error && phase === "running") return [];
    const reason = error ? `The file cannot be run: ${error.message}` : "The new version has not run.";
    return [{ place: error ?? { file }, lfs: stale.filter((other) => other === file).length, reason }];
  });
}
