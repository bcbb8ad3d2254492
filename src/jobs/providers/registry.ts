import { join } from "node:path";
import type { Clock } from "../../net/clock";
import type { Seal } from "../../files/seal";
import type { Provider } from "../provider";
import type { SecretKeeper } from "../secrets";
import type { JobTicket } from "../ticket";
import { azureProvider } from "./azure/provider";
import { commandProvider } from "./command/provider";
import type { ProviderSpec, SpecOf } from "./descriptions";
import { huggingfaceProvider } from "./huggingface/provider";
import { localProvider, type TrainLocally } from "./local/provider";
import { type Machine, thisMachine } from "./machine";
import { openAiProvider } from "./openai/provider";
import { retiredProvider } from "./retired/provider";
import { sagemakerProvider } from "./sagemaker/provider";
import { togetherProvider } from "./together/provider";

/** Everything that providers need of the world. */
export interface ProviderTools {
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  /** See Agreements. */
  readonly seal: Seal;
  /** Absolute path of media/train_lora.py, which jobs on rented machines run; beside the bundles if absent. */
  readonly loraScript?: string;
  readonly machine?: Machine;
  /** Trains the embedded end model; undefined where that cannot be done. */
  readonly train?: TrainLocally;
}

type Makers = { readonly [Id in ProviderSpec["id"]]: (spec: SpecOf<Id>) => Provider };

const besideBundles = join(__dirname, "..", "media", "train_lora.py");

/** Finds the provider of a ticket. The local one is made once, as it holds what trains in this process. */
export function providers({
  secrets,
  clock,
  seal,
  train,
  loraScript = besideBundles,
  machine = thisMachine,
}: ProviderTools): (ticket: JobTicket) => Provider {
  const local = localProvider(train, clock);
  const rented = { secrets, clock, machine, loraScript };
  const makers: Makers = {
    local: () => local,
    command: (spec) => commandProvider(spec, secrets, clock, seal),
    openai: (spec) => openAiProvider(spec, secrets, clock),
    azure: (spec) => azureProvider(spec, secrets, clock),
    together: (spec) => togetherProvider(spec, secrets, clock),
    sagemaker: (spec) => sagemakerProvider(spec, rented),
    huggingface: (spec) => huggingfaceProvider(spec, rented),
    mistral: retiredProvider,
    cohere: retiredProvider,
    databricks: retiredProvider,
  };
  return ({ provider: spec }) => (makers[spec.id] as (spec: ProviderSpec) => Provider)(spec);
}
