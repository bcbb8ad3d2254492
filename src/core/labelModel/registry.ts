import { heedAgreement } from "./agreement";
import type { LabelModel } from "./contract";
import { dataProgramming } from "./dataProgramming";
import { dawidSkene, dawidSkeneCrowd } from "./dawidSkene";
import { flyingSquid } from "./flyingSquid";
import { majorityVote } from "./majorityVote";
import { metal } from "./metal";
import { sem } from "./sem";

/** Every label model, by the name it has in lf.config.json and on the command line. None contradicts votes that all agree. */
export const labelModels = {
  majority: heedAgreement(majorityVote),
  sem: heedAgreement(sem),
  "dawid-skene": heedAgreement(dawidSkene),
  "dawid-skene-crowd": heedAgreement(dawidSkeneCrowd),
  metal: heedAgreement(metal),
  "flying-squid": heedAgreement(flyingSquid),
  "data-programming": heedAgreement(dataProgramming),
} as const satisfies Readonly<Record<string, LabelModel>>;

export type ModelKind = keyof typeof labelModels;

/** The names that may stand in a config; "auto" leaves the choice to us. */
export const MODEL_KINDS: readonly (ModelKind | "auto")[] = ["auto", ...(Object.keys(labelModels) as ModelKind[])];

/** What "auto" means. */
const AUTO: ModelKind = "sem";

/**
 * The label model that a config's `kind` names.
 * @throws Error listing the kinds if there is none of that name
 */
export function resolveLabelModel(kind: string): LabelModel {
  const name = kind === "auto" ? AUTO : kind;
  if (!Object.hasOwn(labelModels, name)) throw new Error(`There is no label model "${kind}". Use one of: ${MODEL_KINDS.join(", ")}.`);
  return labelModels[name as ModelKind];
}
