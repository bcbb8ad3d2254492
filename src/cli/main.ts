import { Command, CommanderError } from "commander";
import packageJson from "../../package.json";
import { askCommand } from "./ask";
import { bundleCommand } from "./bundle";
import { checkCommand } from "./check";
import { denoiseCommand } from "./denoise";
import { diffCommand } from "./diff";
import { evaluateCommand } from "./evaluate";
import { finetuneCommand } from "./finetune/finetune";
import { goldCommand } from "./gold/gold";
import { initCommand } from "./init";
import { labelCommand } from "./label";
import { endWithReader, rawOutput, warn } from "./output";
import { predictCommand } from "./predict";
import { runCommand } from "./run";
import { suggestCommand } from "./suggest";
import { trainCommand } from "./train";
import { verifyCommand } from "./verify";

const commands = [
  ...[initCommand, runCommand, suggestCommand, checkCommand, diffCommand, askCommand, labelCommand, verifyCommand, denoiseCommand],
  ...[trainCommand, evaluateCommand, predictCommand, finetuneCommand, goldCommand, bundleCommand],
];

/** `lf-lens`: the same services as the editor, from a terminal. Exit codes: 0 all ran, 1 something did not, 2 wrong usage. */
async function main(): Promise<void> {
  const program = new Command("lf-lens")
    .description("Develop labeling functions in TypeScript: run and evaluate them, and write denoised labels.")
    .version(packageJson.version)
    .showHelpAfterError("(--help shows how)")
    .exitOverride();
  for (const command of commands) program.addCommand(command().exitOverride());
  for (const command of withSubcommands(program)) command.configureOutput(rawOutput);
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else {
      for (const line of (error instanceof Error ? error.message : String(error)).split("\n")) warn(`lf-lens: ${line}`);
      process.exitCode = 1;
    }
  }
}

const withSubcommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withSubcommands)];

endWithReader();
void main();
