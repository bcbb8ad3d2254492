// npm start: opens examples/bank-chat with the extension as it is in this checkout.
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findProgram, runCommand } from "../command";
import { installVsCode } from "./install";
import { answers, freePort, linkExtension, remoteUri, startServer, workbenchAddress } from "./server";

const root = resolve(__dirname, "../..");
const example = join(root, "examples/bank-chat");
/** What is open at first: numbers stand above its LFs and at the ends of their lines. */
const firstFile = join(example, "lfs/access.lf.ts");

const help = `Opens examples/bank-chat with LF Lens: in the desktop VS Code when the command "code" and a display exist, else in a browser.

  npm start                      opens it, with an LF file to begin with
  npm start -- --browser         serves it on 127.0.0.1 even where a desktop VS Code exists
  npm start -- --print-address   the same, and prints nothing but the address (npm's own lines: npm start --silent -- ...)
  npm start -- --check           the same, makes sure that it answers, and ends
  npm start -- --port 9000       the port to use, or the first free one above it (8791)
`;

interface Options {
  readonly browser: boolean;
  readonly printAddress: boolean;
  readonly check: boolean;
  readonly port: number;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) return void console.log(help);
  runCommand(process.execPath, ["esbuild.js"], { cwd: root });
  const code = findProgram("code");
  const wantsBrowser = options.browser || options.printAddress || options.check;
  if (code !== undefined && hasDisplay() && !wantsBrowser) return openDesktop(code);
  await serve(options);
}

function readOptions(): Options | undefined {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    options: { browser: flag, "print-address": flag, check: flag, help: flag, port: { type: "string", default: "8791" } },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port must be a number from 0 to 65535, not ${values.port}`);
  return { browser: values.browser, printAddress: values["print-address"], check: values.check, port };
}

const hasDisplay = (): boolean =>
  process.platform !== "linux" || process.env["DISPLAY"] !== undefined || process.env["WAYLAND_DISPLAY"] !== undefined;

function openDesktop(code: string): void {
  console.log(`Opening ${example} in VS Code.`);
  spawn(code, [`--extensionDevelopmentPath=${root}`, example, firstFile], { stdio: "inherit", shell: process.platform === "win32" });
}

async function serve(options: Options): Promise<void> {
  const vscode = installVsCode("1.139");
  const port = await freePort(options.port);
  // One for each port, so that a second start leaves the first as it is.
  const profile = join(root, ".vscode-test/profiles", String(port));
  linkExtension(profile);
  endWithTheCaller();
  const server = await startServer({ vscode, profile, port });
  const address = workbenchAddress(server, example, [["openFile", remoteUri(server, firstFile)]]);
  if (options.check) {
    const answered = await answers(address);
    await server.stop();
    if (!answered) throw new Error(`VS Code is up, but ${address} does not answer.`);
  }
  console.log(options.printAddress || options.check ? address : `LF Lens is open at ${address}\nCtrl+C ends it.`);
  if (options.check) return;
  throw new Error(`VS Code ended by itself:\n${await server.ended}`);
}

/** A signal ends this process and with it the server. npm hands signals to its shell only, so the shell's end counts as one. */
function endWithTheCaller(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(0));
  const caller = process.ppid;
  setInterval(() => process.ppid !== caller && process.exit(0), 500).unref();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
