import type { Hyperparameters } from "../../jobs/hyperparameters";
import { ServiceFailure } from "../../net/failure";
import { refuseIfOver } from "../../jobs/prepare";
import type { JobTools } from "../../jobs/runner";
import { secretOf, type SecretName } from "../../jobs/secrets";
import type { JobTicket } from "../../jobs/ticket";
import { checkSettings } from "../../jobs/validate/settings";

/** What is known of a provider before a job is made with it. */
export interface ProviderOffer {
  readonly title: string;
  /** The host that data goes to; undefined: nothing leaves this machine. */
  readonly host?: string;
  /** Why it takes no jobs, with the date; undefined if it does. */
  readonly refusal?: string;
  /** The last day on which it takes jobs, ISO date, where one is announced. */
  readonly lastDay?: string;
  /** The key that it asks for; without a required one no job is taken. */
  readonly secret?: { readonly name: SecretName; readonly required: boolean };
  /** The names of the settings that it takes. */
  readonly takes: readonly string[];
  /** What it does not accept of settings, in plain words. */
  readonly check: (hyperparameters: Hyperparameters) => readonly string[];
}

/** @param ticket one that names the provider; the rest of it does not matter */
export function offerOf(ticket: JobTicket, { provider, clock }: Pick<JobTools, "provider" | "clock">): ProviderOffer {
  const found = provider(ticket);
  const refusal = refusalOf(() => refuseIfOver(found, clock.now()));
  const secret = secretOf(ticket.provider);
  return {
    title: found.title,
    takes: Object.keys(found.rules.hyperparameters),
    check: (hyperparameters) => checkSettings({ ...ticket, hyperparameters }, found),
    ...(found.host === undefined ? {} : { host: found.host }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(found.ending?.lastDay === undefined ? {} : { lastDay: found.ending.lastDay }),
    ...(secret ? { secret } : {}),
  };
}

function refusalOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ServiceFailure) return error.message;
    throw error;
  }
}
