const TAG = "$type";

type Typed = Float64Array | Int16Array | Int32Array | Uint8Array;
const arrays = { Float64Array, Int16Array, Int32Array, Uint8Array } as const;

/** JSON that keeps maps, typed arrays bit for bit, and numbers that JSON has no word for. */
export const toTaggedJson = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) => tagged(part));

/** @throws SyntaxError if the text is not JSON */
export const fromTaggedJson = (text: string): unknown => JSON.parse(text, (_key, part: unknown) => untagged(part));

function tagged(part: unknown): unknown {
  if (part instanceof Map) return { [TAG]: "Map", entries: [...(part as Map<unknown, unknown>)] };
  if (typeof part === "number" && !Number.isFinite(part)) return { [TAG]: "number", text: String(part) };
  if (!ArrayBuffer.isView(part)) return part;
  const { buffer, byteOffset, byteLength } = part;
  return { [TAG]: part.constructor.name, bytes: Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64") };
}

function untagged(part: unknown): unknown {
  if (typeof part !== "object" || part === null || !(TAG in part)) return part;
  const { [TAG]: type, entries, text, bytes } = part as Record<string, unknown>;
  if (type === "Map") return new Map(entries as [unknown, unknown][]);
  if (type === "number") return Number(text);
  return arrayOf(type as keyof typeof arrays, Buffer.from(bytes as string, "base64"));
}

/** Copied, so that numbers lie at multiples of their size. */
function arrayOf(type: keyof typeof arrays, bytes: Buffer): Typed {
  const copy = Uint8Array.from(bytes);
  return new arrays[type](copy.buffer);
}
