import { ABSTAIN, keyword, lf, regex } from "lf-lens";
import type { Row } from "../.lf-lens/row";
import { says } from "./wording";

export const loanWord = lf((row: Row) => (says(row, /\bloans?\b|\bmortgage|\bborrow|\blend\b|\bkredit\b/) ? "LOAN" : ABSTAIN));

export const repayment = regex("LOAN", "text", /\b(instalments?|repay\w*|refinanc\w*|pay(ing)? off|guarantor|payslips?)\b/i);

export const interest = keyword("LOAN", "text", "interest", "apr", "fixed", "credit score", "overdraft limit");
