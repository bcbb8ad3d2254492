// LFs for the texts of examples/bank-chat, written from its labels' names and descriptions (its README's first table) before any result was
// seen; the example has more and better ones of its own.
export const bankChat: readonly (readonly [label: string, pattern: RegExp])[] = [
  ["CARD_LOST", /\b(lost|stolen|stole|missing|gone)\b.*\bcard|\bcard\b.*\b(lost|stolen|missing|gone)\b/i],
  ["CARD_LOST", /\b(block|unblock|replace|replacement|new|broken)\b.*\bcard/i],
  ["CARD_PAYMENT", /\bdeclin|\btwice\b|\brefund|\bsubscription/i],
  ["CARD_PAYMENT", /\b(shop|store|online|merchant|purchase|bought|payment)\b/i],
  ["CASH_WITHDRAWAL", /\b(atm|cash ?machine|cash|withdraw\w*|notes?)\b/i],
  ["TRANSFER", /\b(transfer\w*|standing order|direct debit|sent|iban)\b/i],
  ["TRANSFER", /\b(salary|wages?|rent|recipient)\b/i],
  ["ACCOUNT_ACCESS", /\b(password|pin|code|log ?in|logged|locked)\b/i],
  ["ACCOUNT_ACCESS", /\b(app|phone|device|address|statements?|close)\b/i],
  ["FEES", /\b(fees?|charges?|charged|costs?)\b/i],
  ["EXCHANGE_RATE", /\b(exchange|rates?|currenc\w*|dollars?|euros?|convert\w*)\b/i],
  ["LOAN", /\b(loans?|mortgage|borrow\w*|overdraft|instal\w*|credit)\b/i],
];
