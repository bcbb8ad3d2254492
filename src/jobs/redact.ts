/** A way to write a key down, and how many characters of it in a row give it away. */
interface Form {
  readonly text: string;
  readonly least: number;
}

const LEAD = 8;
/** Of letters and dashes alone, as words are, it takes more to be sure that they are the key's. */
const LEAST_OF_WORDS = 12;

/**
 * Makes a function that takes keys out of texts, "[key]" in their place: as they are, and as services and programs write them down:
 * escaped for addresses, JSON and HTML, in hexadecimal and in base64 at any offset, whole or in parts of 8 characters and more, and
 * with a middle of stars or dots.
 */
export function redactor(keys: readonly string[]): (text: string) => string {
  const byLead = new Map<string, string[]>();
  for (const gram of new Set(keys.flatMap(formsOf).flatMap(gramsOf))) {
    const lead = gram.slice(0, LEAD);
    byLead.set(lead, [...(byLead.get(lead) ?? []), gram]);
  }
  return (text) => (keys.length === 0 ? text : unmasked(withoutGrams(text, byLead), keys));
}

function withoutGrams(text: string, byLead: ReadonlyMap<string, readonly string[]>): string {
  let clean = "";
  let done = 0;
  let [from, to] = [-1, -1];
  const close = (): void => {
    if (from < 0) return;
    clean += `${text.slice(done, from)}[key]`;
    [done, from] = [to, -1];
  };
  for (let at = 0; at + LEAD <= text.length; at++) {
    const grams = byLead.get(text.slice(at, at + LEAD));
    if (!grams) continue;
    for (const gram of grams) {
      if (!text.startsWith(gram, at)) continue;
      if (at > to) {
        close();
        from = at;
      }
      to = Math.max(to, at + gram.length);
    }
  }
  close();
  return clean + text.slice(done);
}

const MASKED = /([\w-]*)(?:\*{3,}|\.{3}|…|•{3,})([\w-]*)/g;
const LEAST_OF_MASKED = 3;

/** "sk-pr***wxyz" */
const unmasked = (text: string, keys: readonly string[]): string =>
  text.replace(MASKED, (whole, start: string, end: string) =>
    keys.some((key) => (start.length >= LEAST_OF_MASKED && key.startsWith(start)) || (end.length >= LEAST_OF_MASKED && key.endsWith(end)))
      ? "[key]"
      : whole,
  );

function formsOf(key: string): Form[] {
  const bytes = Buffer.from(key);
  const hex = bytes.toString("hex");
  const each = (write: (hex: string) => string): string => hex.replace(/../g, write);
  const escaped = JSON.stringify(key).slice(1, -1);
  const forms: Form[] = [
    ...[key, encodeURIComponent(key), lowerPercent(encodeURIComponent(key)), escaped, escaped.replaceAll("/", "\\/"), htmlOf(key)].map(
      (text) => ({ text, least: LEAD }),
    ),
    ...[hex, hex.toUpperCase()].map((text) => ({ text, least: 2 * LEAD })),
    ...[each((byte) => `%${byte}`), each((byte) => `%${byte.toUpperCase()}`)].map((text) => ({ text, least: 3 * LEAD })),
    ...[each((byte) => `\\u00${byte}`), each((byte) => `\\u00${byte.toUpperCase()}`)].map((text) => ({ text, least: 6 * LEAD })),
    ...[0, 1, 2].flatMap((offset) => base64Of(bytes, offset)).map((text) => ({ text, least: 12 })),
  ];
  return forms.filter(({ text }) => text.length >= LEAD);
}

const lowerPercent = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());

const htmlOf = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");

/** The characters of base64 that are the key's alone, by how many bytes after a group of three it begins. */
function base64Of(bytes: Buffer, offset: number): string[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  return [padded.toString("base64"), padded.toString("base64url")].map((text) => text.slice(first, last));
}

/** Parts that are told apart from other texts; all together they cover every longer part. The whole is always one. */
function gramsOf({ text, least }: Form): string[] {
  const parts = (length: number): string[] =>
    Array.from({ length: Math.max(text.length - length + 1, 0) }, (_, at) => text.slice(at, at + length));
  const telling = parts(least).filter((part) => /[0-9A-Z%\\]/.test(part));
  return [...telling, ...parts(Math.max(least, LEAST_OF_WORDS)), text];
}
