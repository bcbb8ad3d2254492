import { ProgressLocation, ViewColumn, window, type Disposable } from "vscode";
import type { Split } from "../../core/data/cells";
import { goldSplits } from "../../core/endModel/goldSplits";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { checkModelName } from "../../services/modelVotes/checkModelName";
import { predictedVotes } from "../../services/modelVotes/predictedVotes";
import { votesSentences } from "../../services/modelVotes/votesText";
import { writeModelLf } from "../../services/modelVotes/writeModelLf";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { register, type EndModelLf } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { openPlace } from "../platform/documents";
import { askForLfName, askForThreshold, idColumnOf } from "./lfDialog";
import { showInformation } from "../platform/dialogs";

const TITLE = "Use End Model as LF";

/** Makes the latest end model one more LF, whose votes are kept in a file beside it. */
export function registerUseAsLf(session: Session): Disposable {
  return register(commands.useAsLf, "The end model could not be added as an LF", async (root, asked) => {
    const project = await chooseProject(session, "Use the end model as an LF of", typeof root === "string" ? root : undefined);
    if (!project) return;
    if (!project.endModel) throw new Error('there is none. Run "LF Lens: Train End Model" first.');
    idColumnOf(project);
    const choice = asked ?? (await askForChoice(project));
    if (!choice) return;
    await checkModelName({ root: project.root, name: choice.name });
    const { id, at, file: model, training, evaluation } = project.endModel;
    const goldFrom = goldSplits(training.mixture, evaluation.scored);
    const madeFrom = `Votes of the end model of run ${id} (${at}).`;
    await writePredictedLf(session, project, { ...choice, madeFrom, model, goldFrom });
  });
}

async function askForChoice(project: ProjectSnapshot): Promise<EndModelLf | undefined> {
  const name = await askForLfName(TITLE, "endModel", project);
  const threshold = name === undefined ? undefined : await askForThreshold(TITLE);
  return name === undefined || threshold === undefined ? undefined : { name, threshold };
}

interface PredictedLf extends EndModelLf {
  /** A line of the file's comment. */
  readonly madeFrom: string;
  /** The model's file. */
  readonly model: string;
  /** The splits whose gold may have trained it; absent: it is not known on what it was trained. */
  readonly goldFrom?: readonly Split[];
}

/** Has an end model vote on all rows of a project, writes its LF and opens it. */
export async function writePredictedLf(
  session: Session,
  project: ProjectSnapshot,
  { name, threshold, madeFrom, ...voting }: PredictedLf,
): Promise<void> {
  const { root, labels } = project;
  const idColumn = idColumnOf(project);
  const options = { location: ProgressLocation.Notification, title: `The model votes on all rows of ${project.name}` };
  const request = { labels, idColumn, ...voting };
  const made = await window.withProgress(options, () => predictedVotes(session.training(root), request));
  const written = await writeModelLf({ root, name, idColumn, threshold, made, madeFrom });
  await openPlace(written.file, undefined, undefined, ViewColumn.One);
  void showInformation(votesSentences(name, made, written).join(" "));
}
