import { join } from "node:path";
import { createEngineClient, type EngineClientOptions } from "../engine/client/client";
import type { Engine } from "./project/ports";

/**
 * The engine of one project, in a worker thread of its own.
 * @param dist the folder with the built bundles
 */
export const startEngine = ({ dist, ...options }: Omit<EngineClientOptions, "workerPath"> & { readonly dist: string }): Engine =>
  createEngineClient({ workerPath: join(dist, "worker.js"), ...options });
