import { wholeNumber } from "../../core/data/numberText";
import type { TokenCount } from "../../llm/tokens";
import type { Example, Finding } from "./finding";

/** Examples longer than the model takes: the provider cuts their end off, which is where the answer stands. */
export function checkLengths(examples: readonly Example[], { perExample, counted }: TokenCount, limit: number | undefined): Finding[] {
  if (limit === undefined) return [];
  return examples.flatMap(({ file, line }, index): Finding[] => {
    const tokens = perExample[index]!;
    if (tokens <= limit) return [];
    const about = index < counted ? "" : "about ";
    const message = `${about}${wholeNumber(tokens)} tokens; beyond ${wholeNumber(limit)} the example is cut, and with it the answer. Shorten it.`;
    return [{ kind: "too long", severity: "error", file, line, message }];
  });
}
