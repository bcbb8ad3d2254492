import type { TokenPrice } from "../../protocol/tunedModel";

/**
 * "0.15:0.6" as US dollars for a million tokens sent and answered.
 * @throws Error in plain words if it is no two numbers from 0 on
 */
export function parseTokenPrice(text: string): TokenPrice {
  const [input = NaN, output = NaN, ...more] = text.split(":").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (!(input >= 0 && output >= 0 && Number.isFinite(input + output)) || more.length > 0)
    throw new Error("Give two numbers, such as 0.15:0.6.");
  return { input, output };
}
