import type { Clock } from "../../net/clock";
import type { Seal } from "../../files/seal";
import type { Provider } from "../provider";
import type { SecretKeeper } from "../secrets";
import type { JobTicket } from "../ticket";
import { azureProvider } from "./azure/provider";
import { commandProvider } from "./command/provider";
import type { ProviderSpec, SpecOf } from "./descriptions";
import { localProvider, type TrainLocally } from "./local/provider";
import { openAiProvider } from "./openai/provider";
import { retiredProvider } from "./retired/provider";
import { togetherProvider } from "./together/provider";

/** Everything that providers need of the world. */
export interface ProviderTools {
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  /** See Agreements. */
  readonly seal: Seal;
  /** Trains the embedded end model; undefined where that cannot be done. */
  readonly train?: TrainLocally;
}

type Makers = { readonly [Id in ProviderSpec["id"]]: (spec: SpecOf<Id>) => Provider };

/** Finds the provider of a ticket. The local one is made once, as it holds what trains in this process. */
export function providers({ secrets, clock, seal, train }: ProviderTools): (ticket: JobTicket) => Provider {
  const local = localProvider(train, clock);
  const makers: Makers = {
    local: () => local,
    command: (spec) => commandProvider(spec, secrets, clock, seal),
    openai: (spec) => openAiProvider(spec, secrets, clock),
    azure: (spec) => azureProvider(spec, secrets, clock),
    together: (spec) => togetherProvider(spec, secrets, clock),
    mistral: retiredProvider,
    cohere: retiredProvider,
    databricks: retiredProvider,
  };
  return ({ provider: spec }) => (makers[spec.id] as (spec: ProviderSpec) => Provider)(spec);
}
