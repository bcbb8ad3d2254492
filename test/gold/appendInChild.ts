// Appends judgements one after the other in a process of its own, and prints each row once it is saved: for files.test.ts.
import { appendGold } from "../../src/gold/appendGold";

const [root, start, count] = process.argv.slice(2);

async function main(): Promise<void> {
  for (let i = 0; i < Number(count); i++) {
    const row = `${start}-${i}`;
    await appendGold(root!, root, [{ row, label: "A", by: "anna", at: new Date().toISOString(), how: "random" }]);
    process.stdout.write(`${row}\n`);
  }
}

void main();
