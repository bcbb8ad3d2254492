import { ServiceFailure } from "../../../net/failure";
import type { Provider } from "../../provider";
import { descriptionOf, type SpecOf } from "../descriptions";

/** A provider that makes no job: its ending says why, and since when. */
export function retiredProvider(spec: SpecOf<"mistral" | "cohere" | "databricks">): Provider {
  const { title, ending, rules } = descriptionOf(spec);
  const refuse = (): Promise<never> =>
    Promise.reject(new ServiceFailure("refused", `${title} no longer accepts jobs. ${ending?.reason ?? ""}`));
  return {
    title,
    ...(ending ? { ending } : {}),
    notes: [],
    pollMs: 0,
    rules,
    upload: refuse,
    findUpload: refuse,
    isReady: refuse,
    create: refuse,
    find: refuse,
    observe: refuse,
    cancel: refuse,
  };
}
