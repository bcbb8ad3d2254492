import { callsOf, imagesOf, textOf, type ChatRecord } from "../../llm/chatMessage";
import type { Example, Finding } from "./finding";

interface Pattern {
  readonly what: string;
  readonly regex: RegExp;
  /** Confirms a match that the expression alone cannot tell from any other number. */
  readonly confirm?: (match: string) => boolean;
}

/** Credentials: anyone who reads them can use them. Prefixes as the services document them. */
const SECRETS: readonly Pattern[] = [
  { what: "an API key", regex: /\b(?:sk|pk|rk)-(?:[A-Za-z]+-)*[A-Za-z0-9_-]{20,}/g },
  { what: "a Stripe key", regex: /\b[srp]k_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { what: "an AWS access key", regex: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: "a GitHub token", regex: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})\b/g },
  { what: "a Slack token", regex: /\bxox[abposr]-[A-Za-z0-9-]{10,}/g },
  { what: "a Google API key", regex: /\bAIza[A-Za-z0-9_-]{35}/g },
  { what: "a Hugging Face token", regex: /\bhf_[A-Za-z0-9]{30,}\b/g },
  { what: "a JSON web token", regex: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g },
  { what: "a private key", regex: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g },
];

/** Personal data. */
const PERSONAL: readonly Pattern[] = [
  { what: "an e-mail address", regex: /\b[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g },
  { what: "a card number", regex: /(?<![\d.])(?:\d[ -]?){12,18}\d(?![\d.])/g, confirm: isCardNumber },
  { what: "an IBAN", regex: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, confirm: isIban },
  {
    what: "a phone number",
    regex: /(?<![\w+])(?:\+\d{1,3}(?:[ ./-]\(?\d{1,8}\)?){1,5}|\+\d{9,15}|(?:\(\d{1,5}\)|\d{2,5})(?:[ ./-]\d{2,5}){2,4})(?!\w)/g,
    confirm: isPhoneNumber,
  },
];

/**
 * Examples with what should not leave the machine unseen. Credentials are errors unless allowed, personal data are warnings.
 * What was found is shown masked.
 */
export function checkSensitive(examples: readonly Example[], allowSecrets: boolean): Finding[] {
  const secretSeverity = allowSecrets ? "warning" : "error";
  return examples.flatMap(({ file, line, record }) => {
    const text = wordsOf(record);
    const secrets = search(text, SECRETS).map(({ what, masked }): Finding => {
      const message = `Looks like ${what}: ${masked}. Take it out, or allow secrets for this job.`;
      return { kind: "secrets", severity: secretSeverity, file, line, message };
    });
    const personal = search(text, PERSONAL).map(({ what, masked }): Finding => {
      return { kind: what, severity: "warning", file, line, message: `Looks like ${what}: ${masked}.` };
    });
    return [...secrets, ...personal];
  });
}

/** All words of an example. An image that is in the file itself has none. */
const wordsOf = ({ messages, tools, functions }: ChatRecord): string =>
  [
    ...messages.flatMap((message) => [
      textOf(message),
      ...callsOf(message).map((call) => call.arguments),
      ...imagesOf(message).flatMap(({ image_url: { url } }) => (url.startsWith("data:") ? [] : url)),
    ]),
    ...(tools ? [JSON.stringify(tools)] : []),
    ...(functions ? [JSON.stringify(functions)] : []),
  ].join("\n");

function search(text: string, patterns: readonly Pattern[]): { what: string; masked: string }[] {
  const taken: [number, number][] = [];
  return patterns.flatMap(({ what, regex, confirm }) =>
    [...text.matchAll(regex)].flatMap((match) => {
      const [start, end] = [match.index, match.index + match[0].length];
      if ((confirm && !confirm(match[0])) || taken.some(([from, to]) => start < to && end > from)) return [];
      taken.push([start, end]);
      return [{ what, masked: mask(match[0]) }];
    }),
  );
}

/** The first characters, so that the place can be found, and the length; never enough to use. */
export function mask(secret: string): string {
  const shown = Math.min(4, Math.floor(secret.length / 4));
  return `${secret.slice(0, shown)}… (${secret.length} characters)`;
}

/** Luhn's check: every second digit from the right doubled, digits summed, a multiple of ten (ISO/IEC 7812-1). */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = index % 2 === 0 ? Number(digit) : 2 * Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The first four characters moved to the end, letters as 10 to 35: 1 modulo 97 (ISO 13616). */
export function isIban(text: string): boolean {
  const compact = text.replace(/ /g, "");
  if (compact.length < 15 || compact.length > 34) return false;
  const moved = compact.slice(4) + compact.slice(0, 4);
  let remainder = 0;
  for (const character of moved) {
    const value = parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Between 9 and 15 digits (E.164 allows up to 15), and no date. */
function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  const isDate = /^\d{4}[-/.]\d{2}[-/.]\d{2}$/.test(text) || /^\d{2}[-/.]\d{2}[-/.]\d{4}$/.test(text);
  return digits.length >= 9 && digits.length <= 15 && !isDate;
}
