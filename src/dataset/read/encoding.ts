import { isUtf8 } from "node:buffer";

/** Turns a stream of bytes into text. Where bytes are no text in the encoding, the text has a lone surrogate. */
export interface Decoder {
  /** The encoding's standard name. */
  readonly name: string;
  /** @param last no bytes follow */
  decode(bytes: Buffer, last: boolean): { readonly text: string; readonly damaged: boolean };
}

export interface FoundEncoding {
  readonly decoder: Decoder;
  /** Bytes of the byte-order mark. */
  readonly mark: number;
  /** What a user should know of how the encoding was found. */
  readonly note?: string;
}

/** Stands for bytes that cannot be decoded. */
const BAD = "\ud800";
const NEWLINE = 10;

/**
 * Chooses the encoding of a file: its byte-order mark's, else the setting's, else UTF-16 if it looks so, else UTF-8.
 * @param head the file's first bytes, as many as there are up to some 10,000
 * @param setting a WHATWG label ("windows-1252", "shift_jis") or Python's name for it
 * @throws Error if the setting names no encoding, or the mark is that of UTF-32
 */
export function findEncoding(head: Buffer, setting: string | undefined): FoundEncoding {
  const start = head.subarray(0, 4).toString("hex");
  if (start === "fffe0000" || start === "0000feff") throw new Error("is UTF-32; save it as UTF-8");
  if (start.startsWith("efbbbf")) return { decoder: utf8(), mark: 3 };
  if (start.startsWith("fffe")) return { decoder: utf16("le"), mark: 2 };
  if (start.startsWith("feff")) return { decoder: utf16("be"), mark: 2 };
  if (setting !== undefined) return { decoder: decoderOf(setting), mark: 0 };
  const order = utf16Order(head);
  if (!order) return { decoder: utf8(), mark: 0 };
  const note = `is read as UTF-16 (it has no byte-order mark but looks so); save it as UTF-8, or set "encoding": "utf-16${order}"`;
  return { decoder: utf16(order), mark: 0, note };
}

/** The encoding's standard name, or undefined if there is none of that name. */
export function encodingName(label: string): string | undefined {
  const name = label.trim().toLowerCase().replaceAll("_", "-");
  try {
    return new TextDecoder(pythonNames[name] ?? (name === "shift-jis" ? "shift_jis" : name)).encoding;
  } catch {
    return undefined;
  }
}

/** Python's names of encodings that the WHATWG calls otherwise. */
const pythonNames: Readonly<Record<string, string>> = {
  "latin-1": "latin1",
  "utf-8-sig": "utf-8",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  "mac-roman": "macintosh",
};

function decoderOf(label: string): Decoder {
  const name = encodingName(label);
  if (name === undefined) throw new Error(`there is no encoding "${label}"; common ones are utf-8, utf-16le, windows-1252 and shift_jis`);
  if (name === "utf-8") return utf8();
  if (name === "utf-16le" || name === "utf-16be") return utf16(name === "utf-16le" ? "le" : "be");
  return name === "windows-1252" ? windows1252() : otherDecoder(name);
}

function utf8(): Decoder {
  let carry: Buffer = Buffer.alloc(0);
  return {
    name: "UTF-8",
    decode(bytes, last) {
      const all = carry.length > 0 ? Buffer.concat([carry, bytes]) : bytes;
      const end = last ? all.length : wholeCharacters(all);
      const body = all.subarray(0, end);
      carry = Buffer.from(all.subarray(end));
      return isUtf8(body) ? { text: body.toString("utf8"), damaged: false } : { text: markBadLines(body), damaged: true };
    },
  };
}

/** The length without a character that the end cuts in two. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Line by line, since a good line may well hold the replacement character. */
function markBadLines(body: Buffer): string {
  const lines: string[] = [];
  for (let start = 0; start <= body.length;) {
    const newline = body.indexOf(NEWLINE, start);
    const line = body.subarray(start, newline < 0 ? body.length : newline);
    lines.push(isUtf8(line) ? line.toString("utf8") : line.toString("utf8").replaceAll("\ufffd", BAD));
    start += line.length + 1;
  }
  return lines.join("\n");
}

function utf16(order: "le" | "be"): Decoder {
  let carry: Buffer = Buffer.alloc(0);
  return {
    name: `UTF-16${order.toUpperCase()}`,
    decode(bytes, last) {
      const all = Buffer.concat([carry, bytes]);
      let even = all.length & ~1;
      const lead = even < 2 ? 0 : order === "le" ? all[even - 1]! : all[even - 2]!;
      if (!last && lead >= 0xd8 && lead < 0xdc) even -= 2;
      const body = all.subarray(0, even);
      carry = Buffer.from(all.subarray(even));
      if (order === "be") body.swap16();
      const text = body.toString("utf16le") + (last && carry.length > 0 ? BAD : "");
      return { text, damaged: hasBad(text) };
    },
  };
}

/** What windows-1252 has in the place of the control characters 0x80 to 0x9f; a dot where it has none. */
const WINDOWS_1252 = "€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž..‘’“”•–—˜™š›œ.žŸ";

/** Done by hand: Node 20's TextDecoder reads windows-1252 as ISO 8859-1, which has no curly quotes and no euro sign. */
function windows1252(): Decoder {
  const character = (code: string): string => {
    const known = WINDOWS_1252[code.charCodeAt(0) - 0x80]!;
    return known === "." ? code : known;
  };
  return {
    name: "windows-1252",
    decode: (bytes) => ({ text: bytes.toString("latin1").replace(/[\x80-\x9f]/g, character), damaged: false }),
  };
}

function otherDecoder(name: string): Decoder {
  const decoder = new TextDecoder(name);
  return {
    name,
    decode(bytes, last) {
      const text = decoder.decode(bytes, { stream: !last }).replaceAll("\ufffd", BAD);
      return { text, damaged: hasBad(text) };
    },
  };
}

/** True if a text has a lone surrogate: it could not be decoded. */
export const hasBad = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** What ends lines and stands between cells. Turned round, its bytes are those of characters that hardly occur. */
const STRUCTURE = new Set([..."\n\r\t,;|"].map((character) => character.charCodeAt(0)));

/** Text of UTF-16 without a mark has line ends and delimiters with a NUL byte beside each; that of UTF-8 has no NUL bytes. */
function utf16Order(head: Buffer): "le" | "be" | undefined {
  const pairs = head.length >> 1;
  let [le, be, nuls] = [0, 0, 0];
  for (let at = 0; at < 2 * pairs; at += 2) {
    const [first, second] = [head[at]!, head[at + 1]!];
    if (first === 0 || second === 0) nuls++;
    if (second === 0 && STRUCTURE.has(first)) le++;
    if (first === 0 && STRUCTURE.has(second)) be++;
  }
  if (nuls < pairs / 100 || Math.max(le, be) <= 4 * Math.min(le, be)) return undefined;
  if (nuls < pairs / 4 && isUtf8(head)) return undefined;
  return le > be ? "le" : "be";
}
