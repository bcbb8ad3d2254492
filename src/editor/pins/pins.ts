import { Disposable, workspace } from "vscode";
import type { RowView } from "../../protocol/panel";
import type { ProjectSnapshot } from "../../protocol/snapshot";
import { expectations } from "../../services/pins/expectations";
import { PIN_FILE_ENDING } from "../../services/pins/pinFile";
import type { Session } from "../../services/session";
import { commands } from "../ids";
import { register, type RowArgument } from "../platform/commands";
import { chooseLf, chooseLfOfRow } from "../platform/chooseLf";
import { chooseRow } from "../platform/chooseRow";
import { rowText } from "../platform/rowText";
import { chooseOne, showInformation } from "../platform/dialogs";

/** Pins rows to LFs as "must vote X" or "must abstain", and takes them off again. */
export function registerPins(session: Session): Disposable {
  return Disposable.from(
    register(commands.pinRow, "Pin a row", (argument) => pinRow(session, argument)),
    register(commands.unpinRow, "Unpin a row", () => unpinRow(session)),
  );
}

async function pinRow(session: Session, argument: RowArgument | undefined): Promise<void> {
  const target = argument ? await targetOfRow(session, argument) : await targetOfCursor(session);
  if (!target) return;
  const { project, lf, row } = target;
  const chosen = await chooseExpectation(project, lf, row);
  if (!chosen) return;
  assertSaved();
  const pins = session.pins(project.root);
  if (chosen === "unpin") await pins.unpin(lf, { id: row.id, row: row.cells });
  else await pins.pin(lf, row.row, chosen.vote);
}

interface Target {
  readonly project: ProjectSnapshot;
  readonly lf: string;
  readonly row: RowView;
}

async function targetOfCursor(session: Session): Promise<Target | undefined> {
  const chosen = await chooseLf(session, "Pin a row to");
  const row = chosen && (await chooseRow(session, chosen, `Pin a row to ${chosen.lf.name}`));
  return row && { project: chosen.project, lf: chosen.lf.name, row };
}

async function targetOfRow(session: Session, { root, row: number, lf }: RowArgument): Promise<Target | undefined> {
  const project = session.snapshot.projects.find((candidate) => candidate.root === root);
  if (!project) return undefined;
  const row = await session.row(root, number);
  if (lf !== undefined) return { project, lf, row };
  const chosen = await chooseLfOfRow(project, row, `Pin ${row.id} to`, (name) => pinText(row, name));
  return chosen === undefined ? undefined : { project, lf: chosen, row };
}

const pinText = ({ pins = [] }: RowView, lf: string): string => {
  const pin = pins.find((candidate) => candidate.lf === lf);
  if (!pin) return "";
  const holds = pin.holds === undefined ? "" : pin.holds ? ", holds" : ", fails";
  return `pinned: must ${pin.vote === null ? "abstain" : `vote ${pin.vote}`}${holds}`;
};

type Chosen = { readonly vote: string | null } | "unpin";

/** What the LF must do on the row, the likeliest first. */
async function chooseExpectation({ labels, numbers: { sample } }: ProjectSnapshot, lf: string, row: RowView): Promise<Chosen | undefined> {
  const votes = sample.lfs.find(({ name }) => name === lf)?.summary?.polarity.map((label) => labels[label] ?? "");
  const offered = expectations({
    labels,
    now: row.votes.find((vote) => vote.lf === lf)?.label ?? null,
    ...(row.gold !== undefined && { gold: row.gold }),
    ...(votes && { votes }),
  });
  const items: { label: string; description: string; chosen: Chosen }[] = offered.map(({ vote, why }) => ({
    label: vote === null ? "Must abstain" : `Must vote ${vote}`,
    description: why,
    chosen: { vote },
  }));
  const pinned = pinText(row, lf);
  if (pinned !== "") items.push({ label: "$(pinned-dirty) Unpin", description: pinned, chosen: "unpin" });
  const picked = await chooseOne(items, { title: `${lf} on ${row.id}`, placeHolder: rowText(row), matchOnDescription: true });
  return picked?.chosen;
}

async function unpinRow(session: Session): Promise<void> {
  const chosen = await chooseLf(session, "Unpin a row from");
  if (!chosen) return;
  const { project, lf } = chosen;
  const pins = project.pinned.filter((pinned) => pinned.lf === lf.name).flatMap((pinned) => pinned.pins);
  if (pins.length === 0) return void showInformation(`No row is pinned to ${lf.name}.`);
  const items = pins.map(({ id, vote, text }) => ({
    label: id,
    description: vote === null ? "must abstain" : `must vote ${vote}`,
    detail: text,
  }));
  const picked = await chooseOne(items, {
    title: `Unpin from ${lf.name}`,
    placeHolder: "Choose a pinned row",
    matchOnDetail: true,
  });
  if (!picked) return;
  assertSaved();
  await session.pins(project.root).unpin(lf.name, { id: picked.label });
}

/** Pins are written to disk: what is typed into a pin file and not saved would be in the way. */
function assertSaved(): void {
  const unsaved = workspace.textDocuments.find((document) => document.isDirty && document.fileName.endsWith(PIN_FILE_ENDING));
  if (unsaved) throw new Error(`${workspace.asRelativePath(unsaved.uri)} has unsaved changes. Save it first.`);
}
