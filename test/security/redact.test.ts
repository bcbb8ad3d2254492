// Promised: no key gets into a record, an event or a log, however a service or a program writes it down.
import assert from "node:assert/strict";
import { redactor } from "../../src/jobs/redact";
import { keepSecrets } from "../../src/jobs/secrets";

const keys = [
  "sk-proj-A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6",
  'odd/key+with="quotes"&<signs>\\and spaces 0123',
  "0123456789abcdef0123456789abcdef",
];

const everyByte = (key: string, write: (byte: number) => string): string => [...Buffer.from(key)].map(write).join("");
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
/** Written out here by hand, so that they do not rest on what is tested. */
const encodings: Record<string, (key: string) => string> = {
  "as it is": (key) => key,
  "in an address": (key) => encodeURIComponent(key),
  "in an address, in small letters": (key) => encodeURIComponent(key).replace(/%../g, (code) => code.toLowerCase()),
  "byte by byte in an address": (key) => everyByte(key, (byte) => `%${hex(byte).toUpperCase()}`),
  "in JSON": (key) => JSON.stringify(key).slice(1, -1),
  "in JSON with escaped slashes": (key) => JSON.stringify(key).slice(1, -1).replaceAll("/", "\\/"),
  "in JSON, character by character": (key) => everyByte(key, (byte) => `\\u00${hex(byte)}`),
  "in HTML": (key) => key.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  "in hexadecimal": (key) => Buffer.from(key).toString("hex"),
  "in base64": (key) => Buffer.from(key).toString("base64"),
  "in base64 behind one byte": (key) => Buffer.from(`:${key}`).toString("base64"),
  "in base64 behind two bytes": (key) => Buffer.from(`a:${key}`).toString("base64"),
  "in base64 between others": (key) => Buffer.from(`user:${key}:and more`).toString("base64"),
  "in base64 for addresses": (key) => Buffer.from(`u:${key}?`).toString("base64url"),
  "of a Basic header": (key) => `Basic ${Buffer.from(`api:${key}`).toString("base64")}`,
  "its first 12 characters": (key) => key.slice(0, 12),
  "its last 12 characters": (key) => key.slice(-12),
  "without its middle, as OpenAI's 401 does": (key) => `${key.slice(0, 8)}${"*".repeat(20)}${key.slice(-4)}`,
  "without its middle, in dots": (key) => `${key.slice(0, 6).replace(/\W.*/, "")}...${key.slice(-4)}`,
  "in two lines": (key) => `${key.slice(0, 20)}\n${key.slice(20)}`,
};

/** What is left of a key in a text: the longest run of it. */
function longestLeft(text: string, key: string): number {
  let longest = 0;
  for (let from = 0; from < key.length; from++)
    while (from + longest < key.length && text.includes(key.slice(from, from + longest + 1))) longest++;
  return longest;
}

describe("a key", () => {
  for (const [how, write] of Object.entries(encodings))
    it(`written ${how} is taken out`, () => {
      for (const key of keys) {
        const said = write(key);
        const clean = redactor(keys)(`Incorrect API key provided: ${said}. Look it up.`);
        assert.match(clean, /\[key\]/, said);
        assert.ok(clean.startsWith("Incorrect API key provided: ") && clean.endsWith(" Look it up."), clean);
        for (const left of [clean, ...clean.split(/[^\w+/-]+/).map((part) => Buffer.from(part, "base64").toString("latin1"))])
          for (const form of ["as it is", "byte by byte in an address", "in JSON, character by character", "in hexadecimal"])
            assert.ok(longestLeft(left, encodings[form]!(key)) < 12, `${clean} holds it ${form}`);
      }
    });

  it("leaves texts that have nothing of it as they are", () => {
    const redact = redactor([...keys, "together-key-for-training"]);
    for (const text of [
      "together",
      "training.jsonl",
      "/data/training.jsonl",
      "Loading 3 of 12...",
      "a ** b *** c",
      "sha256 9f86d081884c7d65",
      "",
      "...",
    ])
      assert.equal(redact(text), text);
    assert.equal(redactor([])(keys[0]!), keys[0]);
  });

  it("is taken out of long texts in a moment", () => {
    const line = '{"step": 12, "loss": 0.123456789, "message": "Step 12/400: training loss=0.12"}\n';
    const text = line.repeat(20_000);
    // Of the processor, so that a busy machine changes nothing.
    const cpuMs = (work: () => unknown): number => {
      const before = process.cpuUsage();
      work();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const baseline = cpuMs(() => JSON.stringify(JSON.parse(JSON.stringify({ text: text.split("\n") }))));
    const redact = redactor([keys[0]!.repeat(4)]);
    assert.equal(redact(text).length, text.length);
    assert.ok(cpuMs(() => redact(text)) < 100 * Math.max(baseline, 5), "1.6 MB");
  });

  it("that is too short to be one hides nothing", async () => {
    const secrets = keepSecrets(() => Promise.resolve("none"));
    await secrets.get({ provider: "openai", host: "x" });
    secrets.hide("short");
    assert.equal(secrets.redact("none, in short"), "none, in short");
  });
});
