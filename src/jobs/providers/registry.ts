import type { Clock } from "../../net/clock";
import type { Provider } from "../provider";
import type { SecretKeeper } from "../secrets";
import type { JobTicket } from "../ticket";
import { azureProvider } from "./azure";
import { commandProvider } from "./command";
import { localProvider, type TrainLocally } from "./local";
import { openAiProvider } from "./openai";
import { retiredProvider } from "./retired";
import { togetherProvider } from "./together";
import type { Seal } from "../../files/seal";

/** Everything that providers need of the world. */
export interface ProviderTools {
  readonly secrets: SecretKeeper;
  readonly clock: Clock;
  /** See Agreements. */
  readonly seal: Seal;
  /** Trains the embedded end model; undefined where that cannot be done. */
  readonly train?: TrainLocally;
}

/** Finds the provider of a ticket. The local one is made once, as it holds what trains in this process. */
export function providers({ secrets, clock, seal, train }: ProviderTools): (ticket: JobTicket) => Provider {
  const local = localProvider(train, clock);
  return ({ provider: spec }) => {
    switch (spec.id) {
      case "local":
        return local;
      case "command":
        return commandProvider(spec, secrets, clock, seal);
      case "openai":
        return openAiProvider(spec, secrets, clock);
      case "azure":
        return azureProvider(spec, secrets, clock);
      case "together":
        return togetherProvider(spec, secrets, clock);
      default:
        return retiredProvider(spec.id);
    }
  };
}
