import { ABSTAIN, keyword, lf, regex } from "lf-lens";
import type { Row } from "../.lf-lens/row";
import { says } from "./wording";

export const transferWord = lf((row: Row) => {
  return says(row, /\btransfer|\bstanding order|\bdirect debit|\bwired?\b/) ? "TRANSFER" : ABSTAIN;
});

const details = ["iban", "bic", "swift", "sepa", "payee", "payees", "recipient", "beneficiary"];
const purposes = ["landlord", "rent", "salary", "wages"];

/** What a transfer needs, and what it is for. */
export const bankDetails = keyword("TRANSFER", "text", [...details, ...purposes]);

export const sentMoney = regex(
  "TRANSFER",
  "text",
  /\b(send|sending|sent|paid|pay)\b.{0,30}\b(to|money|friend|landlord|sister|brother|mum|son|daughter)\b/i,
);

/** Weak on purpose: a large sum may as well be a loan, or the notes for a used boat. */
export const largeSum = lf({ needs: ["amount"], vote: (row) => (row.amount >= 1_000 ? "TRANSFER" : ABSTAIN) });
