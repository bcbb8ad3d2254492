import { join } from "node:path";
import { createEngineClient } from "../engine/client";
import type { EngineEvents } from "../protocol/engine";
import type { Engine } from "./project/ports";

/**
 * The engine of one project, in a worker thread of its own.
 * @param dist the folder with the built bundles
 * @param cacheDir where read data may be kept between starts
 */
export const startEngine = ({ dist, events, cacheDir }: { dist: string; events: EngineEvents; cacheDir: string }): Engine =>
  createEngineClient({ workerPath: join(dist, "worker.js"), events, cacheDir });
