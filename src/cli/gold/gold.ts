import { Command } from "commander";
import { addCommand, retractCommand } from "./add";
import { agreementCommand, statusCommand } from "./agreement";
import { assignCommand, queueCommand } from "./queue";
import { commentCommand, tagCommand } from "./remarks";
import { spotCheckCommand } from "./spotCheck";
import { issuesCommand } from "./issues";
import { exportCommand, importCommand } from "./tables";

/** `lf-lens gold`: judgements by hand. */
export function goldCommand(): Command {
  const command = new Command("gold").description("Label rows by hand: judgements in gold/<person>.jsonl, which git can merge.");
  const commands = [
    addCommand,
    retractCommand,
    importCommand,
    exportCommand,
    queueCommand,
    assignCommand,
    agreementCommand,
    statusCommand,
    tagCommand,
    commentCommand,
    spotCheckCommand,
    issuesCommand,
  ];
  for (const sub of commands) command.addCommand(sub().exitOverride());
  return command;
}
