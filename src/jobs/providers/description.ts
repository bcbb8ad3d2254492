import type * as z from "zod";
import type { Ending } from "./ending";
import type { Rules } from "./rules";

/**
 * All that is known of a provider before a job is made with it: menus, command-line options, key rings, checks and estimates derive
 * from it. It loads nothing that talks to a service; that is `provider.ts` beside it.
 */
export interface ProviderDescription<Settings extends SettingsSchema = SettingsSchema> {
  /** What a ticket says of it, beyond the job itself; never a key. */
  readonly settings: Settings;
  readonly title: string;
  /** It trains on this machine; what it sends by itself is not known here. */
  readonly runsHere?: true;
  /** Its models are end models of this machine: there is no base model to name, they predict rows and answer no prompts. */
  readonly endModel?: true;
  /** Its models answer by the names of their deployments, which a job's record does not have. */
  readonly deployments?: true;
  /** Why it takes no jobs, whatever is asked for. */
  readonly ending?: Ending;
  readonly rules: Rules;
  /** Absent where it asks for none. */
  readonly credential?: Credential<z.infer<Settings>>;
  /** What the training costs, or why that is not known. */
  trainingPrice(settings: z.infer<Settings>, baseModel: string): TrainingPrice;
  /** What can be picked in menus; one provider may be several choices. */
  readonly choices: readonly ProviderChoice<z.input<Settings>>[];
  /** What the command line can set of its settings. */
  readonly options: readonly SettingsOption[];
}

export type SettingsSchema = z.ZodObject<{ readonly id: z.ZodLiteral<string> }>;

export const describe = <Settings extends SettingsSchema>(description: ProviderDescription<Settings>): ProviderDescription<Settings> =>
  description;

/** What shows a service who asks, and where it may go. */
export interface Credential<Settings> {
  /** The strings that it is made of; a key is one without a name. */
  readonly fields: readonly CredentialField[];
  /** Whose it is, where several providers take the same. */
  readonly account?: { readonly id: string; readonly title: string };
  /** Where users of the platform have it already, so that it need not be set here: follows "Otherwise it is taken from". */
  readonly elsewhere?: string;
  /** The service's own address, for which there is one key; any other host has its own. Absent: there is none such. */
  readonly ownUrl?: string;
  /** The address that it is sent to. */
  address(settings: Settings): string;
  /** It is asked for even on this machine. */
  readonly always?: true;
  /** Hosts that get what the fields' variables hold, beside the own address. */
  readonly variableHosts?: RegExp;
  /** Said of the variables where it needs saying. */
  readonly variableNote?: string;
  /** Other hosts in menus; absent where each has no credential of its own. */
  readonly others?: {
    /** Before "at <host>". */
    readonly title: string;
    readonly label: string;
    readonly example: string;
  };
}

export interface CredentialField {
  /** Absent where the credential is this one string. */
  readonly name?: string;
  readonly title: string;
  /** The environment variable that holds it. */
  readonly variable: string;
  /** It tells who asks and is no secret: it is typed in the open and may stand in messages. */
  readonly open?: true;
  readonly optional?: true;
}

/** A credential that is one string. */
export const apiKey = (variable: string): readonly CredentialField[] => [{ title: "API key", variable }];

export type TrainingPrice = { readonly perMillion: number; readonly from: string } | { readonly reason: string };

export interface ProviderChoice<Input> {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** What the settings need an answer to, in the order in which it is asked. */
  readonly asks?: readonly ProviderQuestion[];
  /** The base model that is proposed. */
  readonly model?: string;
  /**
   * The settings but the id.
   * @param answers by the questions' keys; what is left empty is absent
   * @param root the project's folder
   * @throws Error if an answer cannot be read
   */
  settings(answers: Answers, root: string): Omit<Input, "id">;
}

export type Answers = Readonly<Record<string, string>>;

export interface ProviderQuestion {
  readonly key: string;
  readonly name: string;
  readonly prompt: string;
  readonly initial?: string;
}

export interface SettingsOption {
  /** The setting's name in a ticket. */
  readonly key: string;
  /** As in "--base-url <url>". */
  readonly flag: string;
  readonly help: string;
  /** It may be repeated. */
  readonly many?: true;
}

/** Where no dated source of a price is at hand. */
export const unknownPrice = (): TrainingPrice => ({ reason: "no dated price of this provider is known here" });

/** What costs nothing. */
export const ownMachine = (): TrainingPrice => ({ perMillion: 0, from: "it runs on your own machine" });
