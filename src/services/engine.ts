import { join } from "node:path";
import { createEngineClient } from "../engine/client";
import type { EngineEvents } from "../protocol/engine";
import type { Engine } from "./project/ports";

/**
 * The engine of one project, in a worker thread of its own.
 * @param dist the folder with the built bundles
 */
export const startEngine = ({ dist, events }: { dist: string; events: EngineEvents }): Engine =>
  createEngineClient({ workerPath: join(dist, "worker.js"), events });
