import * as z from "zod";
import { describe, ownMachine } from "../description";
import { commandLine, parseCommandLine } from "./typedCommand";

const argument = z.string();
const settings = z.strictObject({
  id: z.literal("command"),
  /**
   * Program and arguments; no shell. `{training}`, `{validation}`, `{output}`, `{model}`, `{suffix}` and the hyperparameters'
   * names are filled in. A list inside the list is left out when something in it has no value.
   */
  command: z.array(z.union([argument, z.array(argument)])).min(1),
  /** The names of environment variables that it gets beside those that programs need to run. */
  env: z
    .array(z.string().regex(/^[A-Za-z_]\w*$/, "Write names of environment variables, such as HF_TOKEN."))
    .max(50)
    .optional(),
  /** The folder it runs in. */
  folder: z.string().optional(),
  /** For output that is no JSON lines: a regular expression with the groups step, total, loss, validLoss. */
  progress: z.string().optional(),
});

const anyPositive = { min: Number.MIN_VALUE, max: Number.MAX_VALUE };
const anyCount = { min: 1, max: Number.MAX_SAFE_INTEGER };

const loraCommand = [
  ...["python3", "train_lora.py", "--training", "{training}", "--model", "{model}", "--output", "{output}"],
  ...[
    ["--validation", "{validation}"],
    ["--epochs", "{epochs}"],
    ["--learning-rate", "{learningRate}"],
  ],
];

/** Any training program of the user's. */
export const command = describe({
  settings,
  title: "Your own command",
  runsHere: true,
  rules: {
    minExamples: 1,
    advisedExamples: 50,
    messageRoles: ["system", "developer", "user", "assistant", "tool", "function"],
    weighsAll: true,
    tools: true,
    images: "any",
    hyperparameters: {
      epochs: anyCount,
      batchSize: anyCount,
      learningRate: anyPositive,
      learningRateMultiplier: anyPositive,
      seed: { min: 0, max: 2147483647 },
      loraRank: anyCount,
      warmupRatio: { min: 0, max: 1 },
      weightDecay: { min: 0, max: Number.MAX_VALUE },
    },
    maxExampleTokens: () => undefined,
  },
  trainingPrice: ownMachine,
  choices: [
    {
      id: "command",
      label: "Custom command",
      description: "any training program, such as media/train_lora.py",
      asks: [
        {
          key: "command",
          name: "Command",
          prompt:
            'Program and arguments; no shell runs them. {training}, {validation}, {output}, {model} and {epochs} are filled in, and what is in [...] is left out where they have no value. To pass environment variables, write JSON: {"command": [...], "env": ["HF_TOKEN"]}',
          initial: commandLine(loraCommand),
        },
      ],
      settings: ({ command: text = "" }, root) => ({ ...parseCommand(text), folder: root }),
    },
  ],
  options: [
    { key: "progress", flag: "--progress <regex>", help: "how output that is no JSON tells step, total, loss, validLoss" },
    { key: "env", flag: "--env <name>", help: "an environment variable that it gets; may be repeated", many: true },
  ],
});

type Command = Pick<z.input<typeof settings>, "command" | "env">;

/** A command line, or JSON: a list, or an object with the list and the names of environment variables; what else it says is the ticket's to refuse. */
function parseCommand(text: string): Command {
  if (!/^\s*(\[\s*["[]|\{\s*")/.test(text)) return { command: parseCommandLine(text) };
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? { command: value as Command["command"] } : (value as Command);
  } catch (error) {
    throw new Error(`This is no JSON list such as ["python3", "train.py", "{training}"]: ${(error as Error).message}`, { cause: error });
  }
}
