const MESSAGE_LENGTH = 500;

/** What was thrown, in a sentence: an error's name and message, or the value itself. */
export function messageOf(thrown: unknown): string {
  try {
    return cut(isErrorLike(thrown) ? errorText(thrown) : `Threw ${describeValue(thrown)}, which is not an error.`);
  } catch {
    return "Threw something that cannot be described.";
  }
}

const isErrorLike = (thrown: unknown): thrown is { name?: unknown; message: unknown } =>
  typeof thrown === "object" && thrown !== null && "message" in thrown && "stack" in thrown;

const errorText = ({ name, message }: { name?: unknown; message: unknown }): string =>
  typeof name === "string" && name !== "Error" ? `${name}: ${String(message)}` : String(message);

/** A value as it may stand in a message. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value, 60));
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : "an object";
}

const cut = (text: string, length = MESSAGE_LENGTH): string => (text.length <= length ? text : `${text.slice(0, length)}...`);
