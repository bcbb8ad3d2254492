import { ABSTAIN, keyword, lf, regex } from "lf-lens";
import type { Row } from "../.lf-lens/row";
import currencies from "./currencies.json";
import { says } from "./wording";

export const feeWord = keyword("FEES", "text", "fee", "fees", "surcharge", "waive", "waived", "maintenance", "price list");

/** Weak on purpose: shops and hotels charge, too. */
export const charged = keyword("FEES", "text", "charge", "charged", "charges", "charging");

export const asksThePrice = lf((row: Row) => {
  return says(row, /\bhow much (is|does|do you charge|to)\b|\bcosts?\b|\bfree\b|\bprice\b/) ? "FEES" : ABSTAIN;
});

/** A few euros and a complaint: banks take such sums, shops rarely. */
export const smallCharge = lf({
  needs: ["amount"],
  vote: (row) => (row.amount < 20 && says(row, /\bcharge|\bfee|\bfor\b/) ? "FEES" : ABSTAIN),
});

export const rateWord = regex("EXCHANGE_RATE", "text", /\b(exchange|rates?|convert\w*|conversion|mark-?up|wechselkurs|kurs)\b/i);

export const currencyNamed = keyword("EXCHANGE_RATE", "text", currencies);

/** Plus customers pay no fees when they travel; what they ask about is the rate. */
export const plusAbroad = lf((row: Row) => {
  return row.is_premium && says(row, /\brates?\b|\bmark-?up\b|\bcurrenc/) ? "EXCHANGE_RATE" : ABSTAIN;
});
