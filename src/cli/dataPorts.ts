import { readRegularText } from "../files/regularFile";
import { startEngine } from "../services/engine";
import type { DataPorts } from "../services/tunedModel/openData";
import { warn } from "./output";

/** How commands read a project's data without running its LFs. */
export const dataPorts = ({ allowOutside }: { readonly allowOutside?: boolean }): DataPorts => ({
  engine: (events) => startEngine({ dist: __dirname, events }),
  readText: readRegularText,
  boundary: (root) => (allowOutside ? undefined : root),
  log: ({ level, text }) => (level === "info" ? undefined : warn(text)),
});
