import type { CellValue } from "../../core/data/cells";

/** A double holds any decimal number of this many digits. */
export const EXACT_DIGITS = 15;

/** A decimal number as a number if a double holds its digits, else as text. */
export function decimalCell(value: bigint, scale: number): CellValue {
  if (scale <= 0) {
    const whole = value * 10n ** BigInt(-scale);
    return Number.isSafeInteger(Number(whole)) ? Number(whole) : String(whole);
  }
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const text = `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return digits.replace(/^0+|0+$/g, "").length <= EXACT_DIGITS ? Number(text) : text;
}
