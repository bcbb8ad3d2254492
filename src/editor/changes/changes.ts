import { Disposable } from "vscode";
import type { Session } from "../../services/session";
import { commands, settings } from "../ids";
import { register } from "../platform/commands";
import { onSettingChange } from "../platform/settings";
import { showChanges } from "./showChanges";
import { watchRevisions } from "./watchRevisions";

/** What numbers are compared with, kept up to date, and the command that lists what changed. */
export function registerDeltas(session: Session): Disposable {
  return Disposable.from(
    register(commands.showChanges, "Show Changes", (root) => showChanges(session, root)),
    onSettingChange([settings.baseline], () => void session.compareAnew()),
    watchRevisions(session),
  );
}
