import { existsSync } from "node:fs";
import { findProgram, runCommand } from "../command";

/** Programs that a headless VS Code needs, each with the Debian packages that hold it. */
const debianPackages = {
  chromium: ["chromium", "fonts-dejavu-core"],
  "g++": ["g++"],
  java: ["default-jre-headless"],
  make: ["make"],
  python3: ["python3"],
} as const;

export type Program = keyof typeof debianPackages;

const isPresent = (program: Program): boolean => (program === "chromium" ? findBrowser() : findProgram(program)) !== undefined;

/** Installs the programs that are missing, which takes root or sudo on Debian or Ubuntu. Throws what to do by hand elsewhere. */
export function requirePrograms(...programs: readonly Program[]): void {
  const packages = programs.filter((program) => !isPresent(program)).flatMap((program) => debianPackages[program]);
  if (packages.length === 0) return;
  const byHand = `Install these Debian packages, or what your system calls them, and try again: ${packages.join(" ")}`;
  if (findProgram("apt-get") === undefined) throw new Error(byHand);
  const apt = process.getuid?.() === 0 ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  console.error(`Installing ${packages.join(", ")} (apt-get) ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    runCommand(apt[0]!, [...apt.slice(1), "update"], { env });
    runCommand(apt[0]!, [...apt.slice(1), "install", "-y", "--no-install-recommends", ...packages], { env });
  } catch (error) {
    throw new Error(byHand, { cause: error });
  }
}

/** Where Chromium is: the path in the environment variable CHROMIUM, else the first known name in PATH. */
export function findBrowser(): string | undefined {
  const chosen = process.env["CHROMIUM"];
  if (chosen !== undefined && existsSync(chosen)) return chosen;
  return findProgram("chromium", "chromium-browser", "google-chrome");
}
