import type { CredentialField, ProviderDescription } from "../../jobs/providers/description";
import { DEFAULT_PROVIDER, descriptions, END_MODEL, idOf, type ProviderSpecInput } from "../../jobs/providers/descriptions";
import type { SecretName } from "../../jobs/secrets";

export { asksDeployments, trainsEndModel } from "../../jobs/providers/descriptions";

/** What can be picked where a job is made: one provider may be several choices. */
export interface PickedProvider {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A question that its settings need an answer to. */
  readonly where?: { readonly name: string; readonly prompt: string; readonly initial?: string };
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
 * @param where the answer to what its settings need, "" if they need none
 * @param root the project's folder
 * @throws Error if the answer cannot be read, or if there is no such choice
 */
export function settingsOf(id: string, where: string, root: string): ProviderSpecInput {
  const { description, choice } = found(
    all.find((one) => one.choice.id === id),
    id,
  );
  // The ticket's schema checks the whole.
  return { id: idOf(description), ...choice.settings(where, root) } as ProviderSpecInput;
}

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
