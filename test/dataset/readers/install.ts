// Makes a virtual environment in out/readers with the programs that read exports (some 600 MB): npx tsx test/dataset/readers/install.ts
import { join } from "node:path";
import { installPython } from "../../python";

/** @returns the path of its Python; throws Error if that or a package cannot be had */
export const installReaders = (): string => installPython("readers", join(__dirname, "requirements.txt"));

if (require.main === module) console.log(installReaders());
