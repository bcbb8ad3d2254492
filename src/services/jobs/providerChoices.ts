import type { Answers, CredentialField, ProviderDescription, ProviderQuestion } from "../../jobs/providers/description";
import { DEFAULT_PROVIDER, descriptions, END_MODEL, idOf, type ProviderSpecInput } from "../../jobs/providers/descriptions";
import type { SecretName } from "../../jobs/secrets";

export { asksDeployments, trainsEndModel } from "../../jobs/providers/descriptions";

/** What can be picked where a job is made: one provider may be several choices. */
export interface PickedProvider {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** What its settings need an answer to. */
  readonly asks: readonly ProviderQuestion[];
  /** The base model that is proposed. */
  readonly model?: string;
  /** The only base model that there is. */
  readonly fixedModel?: string;
  /** It trains on this machine. */
  readonly runsHere: boolean;
}

const all = descriptions.flatMap((description) => description.choices.map((choice) => ({ description, choice })));

/** All that can be picked, in the order of menus. */
export const providerChoices: readonly PickedProvider[] = all.map(({ description, choice }) => ({
  ...choice,
  asks: choice.asks ?? [],
  ...(description.endModel ? { fixedModel: END_MODEL } : {}),
  runsHere: description.runsHere === true,
}));

/** The choice that is made where none was. */
export const DEFAULT_CHOICE = DEFAULT_PROVIDER;

const found = <T>(item: T | undefined, id: string): T => {
  if (item === undefined) throw new Error(`There is no provider "${id}".`);
  return item;
};

/** @throws Error if there is none of that id */
export const providerChoice = (id: string): PickedProvider =>
  found(
    providerChoices.find((choice) => choice.id === id),
    id,
  );

/**
 * A choice as a ticket describes it.
 * @param answers to what its settings need
 * @param root the project's folder
 * @throws Error if the answer cannot be read, or if there is no such choice
 */
export function settingsOf(id: string, answers: Answers, root: string): ProviderSpecInput {
  const { description, choice } = found(
    all.find((one) => one.choice.id === id),
    id,
  );
  // The ticket's schema checks the whole.
  const given = Object.fromEntries(Object.entries(answers).filter(([, text]) => text.trim() !== ""));
  return { id: idOf(description), ...choice.settings(given, root) } as ProviderSpecInput;
}

/** A part of a schema. */
interface Checks {
  safeParse(value: unknown): { readonly success: boolean; readonly error?: { readonly issues: readonly { readonly message: string }[] } };
}

/** What is wrong with one answer by itself; undefined if nothing is. */
export function answerProblem(id: string, key: string, text: string): string | undefined {
  const shape = all.find(({ choice }) => choice.id === id)?.description.settings.shape as Record<string, Checks> | undefined;
  const parsed = shape?.[key]?.safeParse(text.trim() === "" ? undefined : text.trim());
  if (parsed === undefined || parsed.success) return undefined;
  return text.trim() === "" ? "An answer is needed here." : parsed.error!.issues[0]!.message;
}

/** The most questions that any choice asks. */
export const MOST_QUESTIONS = Math.max(...providerChoices.map(({ asks }) => asks.length));

const credentials = descriptions.flatMap((description: ProviderDescription) => {
  const { credential, title } = description;
  if (!credential) return [];
  return [{ ...credential, provider: credential.account?.id ?? idOf(description), serviceTitle: credential.account?.title ?? title }];
});

const credentialOf = ({ provider }: SecretName): (typeof credentials)[number] | undefined =>
  credentials.find((one) => one.provider === provider);

/** The keys of services' own addresses, each once. */
export const ownKeys: readonly SecretName[] = [
  ...new Set(credentials.flatMap(({ ownUrl, provider }) => (ownUrl === undefined ? [] : [provider]))),
].map((provider) => ({ provider }));

/** Services that run at many addresses, each with a key of its own. */
export const keysOfOthers: readonly { readonly provider: string; readonly label: string; readonly example: string }[] = credentials.flatMap(
  ({ provider, others }) => (others ? [{ provider, label: others.label, example: others.example }] : []),
);

/** The strings that are asked for. */
export const keyFields = (name: SecretName): readonly CredentialField[] => credentialOf(name)?.fields ?? [];

/** The service as people know it: "Azure OpenAI at <host>". */
export function keyTitle(name: SecretName): string {
  const known = credentialOf(name);
  return name.host === undefined ? (known?.serviceTitle ?? name.provider) : `${known?.others?.title ?? "the service"} at ${name.host}`;
}
