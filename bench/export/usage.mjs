// Loaded before a program (node --import): when it ends, writes what its whole process took to the file in LF_LENS_USAGE.
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.LF_LENS_USAGE, JSON.stringify(process.resourceUsage())));
