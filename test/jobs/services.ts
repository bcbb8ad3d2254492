import { startAzure, startOpenAi } from "./servers/openaiServer";
import { startTogether } from "./servers/togetherServer";
import type { Loopback } from "./servers/loopback";

export interface Service {
  readonly server: Loopback & {
    script: string[];
    readonly files: { readonly text: string }[];
    readonly jobs: { readonly id: string; status: string }[];
  };
  /** The parts of a ticket that lead to it. */
  readonly parts: Record<string, unknown>;
  readonly failed: string;
}

/** The services that are spoken to over the network, each with a server that follows its protocol. */
export const services: Readonly<Record<string, () => Promise<Service>>> = {
  openai: async () => {
    const server = await startOpenAi();
    return { server, parts: { provider: { id: "openai", baseUrl: server.baseUrl } }, failed: "failed" };
  },
  azure: async () => {
    const server = await startAzure();
    return { server, parts: { provider: { id: "azure", endpoint: server.origin } }, failed: "failed" };
  },
  together: async () => {
    const server = await startTogether();
    return { server, parts: { provider: { id: "together", baseUrl: server.baseUrl } }, failed: "error" };
  },
};
