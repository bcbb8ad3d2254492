// Owns an export's place when told to, says whether it could, and lets go when told to.
import { once } from "node:events";
import { owningOutput } from "../../../src/engine/output/owner";

interface Order {
  readonly out: string;
  /** When to begin, in ms since 1970. */
  readonly at: number;
}

async function main(): Promise<void> {
  process.send!("ready");
  for (;;) {
    const [{ out, at }] = (await once(process, "message")) as [Order];
    const letGo = once(process, "message");
    while (Date.now() < at);
    await owningOutput(out, undefined, async () => {
      process.send!("owned");
      await letGo;
    }).catch((error: unknown) => {
      process.send!(String(error));
    });
    await letGo;
    process.send!("let go");
  }
}

void main();
