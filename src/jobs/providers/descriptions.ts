import * as z from "zod";
import { azure } from "./azure/description";
import { command } from "./command/description";
import type { ProviderDescription } from "./description";
import { huggingface } from "./huggingface/description";
import { local } from "./local/description";
import { openai } from "./openai/description";
import { sagemaker } from "./sagemaker/description";
import { cohere, databricks, mistral } from "./retired/description";
import { together } from "./together/description";

const all = [local, command, openai, azure, together, sagemaker, huggingface, mistral, cohere, databricks] as const;
type SettingsOf<T extends readonly { readonly settings: unknown }[]> = { readonly [I in keyof T]: T[I]["settings"] };

/** All providers, in the order of menus. */
export const descriptions: readonly ProviderDescription[] = all;

export const idOf = ({ settings }: ProviderDescription): string => settings.shape.id.value;

/** The base model of those that train the embedded end model. */
export const END_MODEL = "end model";

/** Those that take jobs. */
export const openDescriptions = descriptions.filter(({ ending }) => ending === undefined);

/** Who runs the job, with what it needs to know beyond the ticket. Never a key. */
export const providerSpecSchema = z.discriminatedUnion("id", all.map(({ settings }) => settings) as unknown as SettingsOf<typeof all>, {
  // A wrong name is the only thing that can be wrong with the union itself.
  error: ({ code }) =>
    code === "invalid_union" ? `There is no such provider. There are: ${openDescriptions.map(idOf).join(", ")}.` : undefined,
});
export type ProviderSpec = Readonly<z.infer<typeof providerSpecSchema>>;
export type ProviderSpecInput = Readonly<z.input<typeof providerSpecSchema>>;
export type SpecOf<Id extends ProviderSpec["id"]> = Extract<ProviderSpec, { id: Id }>;

const byId = new Map(descriptions.map((description) => [idOf(description), description]));

/** What is known of a ticket's provider. */
export const descriptionOf = ({ id }: Pick<ProviderSpec, "id">): ProviderDescription => byId.get(id)!;

/** Whether a provider of that id trains the embedded end model. */
export const trainsEndModel = (id: string): boolean => byId.get(id)?.endModel === true;

/** Whether models of a provider of that id answer by the names of their deployments. */
export const asksDeployments = (id: string): boolean => byId.get(id)?.deployments === true;

/** The provider that is meant where none is named. */
export const DEFAULT_PROVIDER = idOf(local);
