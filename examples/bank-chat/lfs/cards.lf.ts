import { ABSTAIN, keyword, lf, regex } from "lf-lens";
import type { Row } from "../.lf-lens/row";
import { says } from "./wording";

const gone = /\b(lost|lose|losing|stolen|stole|nicked|mislaid|misplaced|missing|snatched|pickpocketed|vanished|gone)\b/;
const carried = /\b(cards?|wallet|purse|bag|handbag|rucksack)\b/;

/** The card is gone. A lost phone sounds the same, but is a matter of logging in. */
export const lostOrStolen = lf((row: Row) => {
  return says(row, gone) && says(row, carried) && !says(row, /\bphone\b/) ? "CARD_LOST" : ABSTAIN;
});

export const blockTheCard = regex(
  "CARD_LOST",
  "text",
  /\b(block|cancel|freeze|froze|unfreeze|pause|deactivate|disable)\b.{0,25}\b(cards?|it)\b/i,
);

/** New plastic, for whatever reason: broken, worn, chewed, or lost in the post. */
export const newPlastic = regex("CARD_LOST", "text", /\b(replacement|new card|another card|new one|snapped|couriered)\b/i);

export const declined = keyword("CARD_PAYMENT", "text", "declined", "declines", "refused", "rejected", "not accept");

const places = ["till", "terminal", "terminals", "contactless", "shop", "checkout", "restaurant", "hotel"];
const sellers = ["merchant", "seller", "subscription", "subscriptions"];

/** Something that happens where one shops, or with whom. */
export const inTheShop = keyword("CARD_PAYMENT", "text", [...places, ...sellers]);

export const unknownPurchase = regex(
  "CARD_PAYMENT",
  "text",
  /\b(don'?t|do not|didn'?t|did not|never|can'?t) (recogni[sz]e|buy|make this|authori[sz]e|heard|connect|sign up)\b|\bfraud\b|\bchargeback\b|\bdispute\b/i,
);

export const refundOrPending = keyword("CARD_PAYMENT", "text", "refund", "refunded", "pending", "double charge", "charged twice");

/** Weak on purpose: every fifth message has a card in it, and most of those are about something else. */
export const anyCard = keyword("CARD_PAYMENT", "text", "card", "cards");
