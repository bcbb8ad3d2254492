import * as z from "zod";
import { describe, ownMachine } from "../description";

export const local = describe({
  settings: z.strictObject({ id: z.literal("local") }),
  title: "This machine",
  runsHere: true,
  endModel: true,
  rules: {
    minExamples: 2,
    advisedExamples: 50,
    messageRoles: ["system", "user", "assistant"],
    takesTurns: true,
    weighsAll: true,
    hyperparameters: { epochs: { min: 1, max: 1000 }, seed: { min: 0, max: 2147483647 } },
    maxExampleTokens: () => undefined,
  },
  trainingPrice: ownMachine,
  choices: [
    {
      id: "local",
      label: "This machine",
      description: "the built-in end model; no account needed, nothing leaves this machine",
      settings: () => ({}),
    },
  ],
  options: [],
});
