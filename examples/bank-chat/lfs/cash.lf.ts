import { ABSTAIN, keyword, lf, regex } from "lf-lens";
import type { Row } from "../.lf-lens/row";
import { says } from "./wording";

export const cashMachine = regex(
  "CASH_WITHDRAWAL",
  "text",
  /\b(atms?|cash ?(machine|point|dispenser)s?|bankomat|geldautomat|cajero|hole in the wall)\b/i,
);

export const withdrawal = lf((row: Row) => {
  return says(row, /\bwithdr[ae]w|\b(take|took|taking|take money) out\b/) ? "CASH_WITHDRAWAL" : ABSTAIN;
});

export const notesAndCoins = keyword("CASH_WITHDRAWAL", "text", "cash", "note", "notes", "banknotes", "tenner", "tenners", "counter");
