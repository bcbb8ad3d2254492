import { join } from "node:path";
import type { Disposable, QuickPickItem } from "vscode";
import { counted } from "../../core/data/numberText";
import type { LfDependency, ProjectSnapshot } from "../../protocol/snapshot";
import { dependentEdits, labelModelIn, modelKindEdits, type NamePair } from "../../services/config/editConfig";
import { CONFIG_FILE } from "../../services/config/schema";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { register } from "../platform/commands";
import { chooseProject } from "../platform/chooseProject";
import { chooseMany, showInformation } from "../platform/dialogs";
import { readText } from "../platform/documents";
import { writeConfig } from "../platform/editConfig";
import { followTask } from "../platform/followTask";

const TITLE = "Find Dependencies";

/** Looks for LFs that depend on each other by structure learning, and writes the pairs that the user accepts into the config. */
export function registerFindDependencies(session: Session): Disposable {
  return register(commands.findDependencies, TITLE, async (asked, accepted) => {
    const project = await chooseProject(session, "Find dependencies between the LFs of", asked);
    if (!project) return undefined;
    const { root } = project;
    const found = await followTask(session, root, "structure", () => session.structure(root));
    if (!found) return undefined;
    const before = labelModelIn(await readText(join(root, CONFIG_FILE)));
    const given = typeof asked === "string" ? accepted : undefined;
    const pairs = given ?? (await choosePairs(project, found, before.dependent));
    if (pairs && !samePairs(pairs, before.dependent)) await accept(root, pairs, before.kind);
    return found;
  });
}

interface PairItem extends QuickPickItem {
  readonly pair: NamePair;
}

/** The pairs that are accepted from now on; undefined where there is nothing to choose, or the user went back. */
async function choosePairs(
  { name }: ProjectSnapshot,
  found: readonly LfDependency[],
  accepted: readonly NamePair[],
): Promise<readonly NamePair[] | undefined> {
  const known = new Set(found.map(({ lfs }) => key(lfs)));
  const picked = new Set(accepted.map(key));
  const items: PairItem[] = [
    ...found.map(({ lfs, kind, strength, text }) => ({
      label: lfs.join(", "),
      description: `${kind}, ${strength.toFixed(2)}`,
      detail: text,
      picked: picked.has(key(lfs)),
      pair: lfs,
    })),
    ...accepted
      .filter((pair) => !known.has(key(pair)))
      .map((pair) => ({ label: pair.join(", "), description: "accepted before, not found now", picked: true, pair })),
  ];
  if (items.length === 0) {
    void showInformation(`No two LFs of ${name} vote together more than the label explains.`);
    return undefined;
  }
  const chosen = await chooseMany(items, {
    title: `${TITLE}: ${counted(found.length, "pair")} of LFs in ${name}`,
    placeHolder: `Select the pairs to accept as dependent in ${CONFIG_FILE}, then press Enter`,
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return chosen?.map(({ pair }) => pair);
}

async function accept(root: string, pairs: readonly NamePair[], kind: string): Promise<void> {
  await writeConfig(root, (text) => dependentEdits(text, pairs));
  if (pairs.length > 0) void tellAccepted(root, pairs.length, kind);
}

/** Only one label model takes accepted pairs into account. */
async function tellAccepted(root: string, pairs: number, kind: string): Promise<void> {
  const said = `${counted(pairs, "pair")} of LFs accepted as dependent in ${CONFIG_FILE}.`;
  if (kind === "metal") return void showInformation(said);
  const choice = await showInformation(`${said} Only the label model metal uses accepted pairs; this project uses ${kind}.`, "Use metal");
  if (choice) await writeConfig(root, (text) => modelKindEdits(text, "metal"));
}

const key = (pair: NamePair): string => JSON.stringify([...pair].sort());

const samePairs = (ours: readonly NamePair[], theirs: readonly NamePair[]): boolean =>
  ours.length === theirs.length && ours.every((pair) => theirs.some((other) => key(other) === key(pair)));
