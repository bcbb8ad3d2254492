import { join } from "node:path";
import { ServiceFailure } from "../../../net/failure";
import type { JobOrder } from "../../provider";

/** The program and its arguments, with all placeholders filled in. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

type Values = Readonly<Record<string, string | undefined>>;

/** What placeholders stand for; undefined where the job has no such value. */
export function placeholderValues({ ticket, files, folder }: JobOrder): Values {
  const { epochs, batchSize, learningRate, learningRateMultiplier, seed, loraRank, warmupRatio, weightDecay } = ticket.hyperparameters;
  const settings = { epochs, batchSize, learningRate, learningRateMultiplier, seed, loraRank, warmupRatio, weightDecay };
  const texts: Values = Object.fromEntries(
    Object.entries(settings).map(([name, set]) => [name, set === undefined ? undefined : String(set)]),
  );
  return {
    ...texts,
    training: files.training,
    validation: files.validation,
    output: join(folder, "output"),
    model: ticket.baseModel,
    suffix: ticket.suffix,
  };
}

/**
 * Fills a command template in. `{{` and `}}` stand for braces. There is no shell: an argument stays one argument whatever is in it.
 * @param template arguments, and lists of arguments that are left out when one of their placeholders has no value
 * @throws ServiceFailure "refused" naming a placeholder that does not exist, or that has no value outside a list
 */
export function fillCommand(template: readonly (string | readonly string[])[], values: Values): CommandLine {
  const missing = (part: string): string | undefined => placeholdersIn(part).find((name) => value(name, values) === undefined);
  const [program, ...args] = template.flatMap((part) => {
    if (typeof part !== "string") return part.some((text) => missing(text) !== undefined) ? [] : part.map((text) => fill(text, values));
    const empty = missing(part);
    if (empty === undefined) return [fill(part, values)];
    throw new ServiceFailure(
      "refused",
      `The command uses {${empty}}, but the job has no such value. Set it, or put the argument into a list of its own so that it is left out.`,
    );
  });
  if (program === undefined) throw new ServiceFailure("refused", "The command has no program.");
  return { program, args };
}

const PLACEHOLDER = /\{\{|\}\}|\{([A-Za-z]+)\}/g;

const placeholdersIn = (part: string): string[] => [...part.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? []);

const fill = (part: string, values: Values): string =>
  part.replace(PLACEHOLDER, (match, name: string | undefined) => (name === undefined ? match[0]! : value(name, values)!));

function value(name: string, values: Values): string | undefined {
  if (Object.hasOwn(values, name)) return values[name];
  throw new ServiceFailure(
    "refused",
    `The command uses {${name}}; there is: ${Object.keys(values)
      .map((known) => `{${known}}`)
      .join(", ")}. Write {{ and }} for braces.`,
  );
}
