import { ABSTAIN, keyword, lf, lookup, regex } from "lf-lens";
import type { Row } from "../.lf-lens/row";
import { says } from "./wording";

export const password = lf((row: Row) => {
  return says(row, /\b(password|passcode|passwort|contraseña)/) ? "ACCOUNT_ACCESS" : ABSTAIN;
});

/** Says again what `password` says: two LFs, but hardly two opinions. */
export const passwordAgain = keyword("ACCOUNT_ACCESS", "text", "password", "passcode", "password reset");

export const loggingIn = regex("ACCOUNT_ACCESS", "text", /\blog(ged|ging|s)?[ -]?(in|on|out|ins)\b|\blocked\b|\bget in\b|\baccess\b/i);

export const codeOrDevice = regex(
  "ACCOUNT_ACCESS",
  "text",
  /\b(codes?|tan|sms|face id|fingerprint|authenticator|captcha)\b|\b(new|old|lost my|stolen) phone\b/i,
);

export const appTrouble = regex(
  "ACCOUNT_ACCESS",
  "text",
  /\bapp\b.{0,40}\b(crash\w*|open|update|down|error|empty|white)\b|\b(website|browsers?|online banking)\b/i,
);

/** On the phone, customers read out what their screen says. */
export const readsTheScreen = lf((row: Row) => {
  return row.channel === "phone" && says(row, /\b(it|app) (says|asks)\b|\bclick(ed)?\b/) ? "ACCOUNT_ACCESS" : ABSTAIN;
});

/** Whole messages, word for word: never wrong, and hardly ever there. */
export const bareSubject = lookup("text", {
  "forgot password": "ACCOUNT_ACCESS",
  "LOST CARD URGENT": "CARD_LOST",
  "car loan": "LOAN",
  "overdraft fee": "FEES",
});
