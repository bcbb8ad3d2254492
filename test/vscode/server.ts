import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../command";
import type { VsCodeServer } from "./install";
import { quietSettings } from "./settings";

export interface ServerOptions {
  readonly vscode: VsCodeServer;
  /** Holds settings, logs, extensions; made when missing. */
  readonly profile: string;
  readonly port: number;
  /** Written as user settings; without it those of the profile stay, or the quiet ones are written when there are none. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export interface RunningServer {
  /** http://127.0.0.1:PORT/ */
  readonly url: string;
  /** Resolves with the last lines of its log when it ends, whether asked to or not. */
  readonly ended: Promise<string>;
  /** Ends the server and all that it started. */
  stop(): Promise<void>;
}

const root = resolve(__dirname, "../..");
const extensionsOf = (profile: string): string => join(profile, "extensions");

/** Starts VS Code on 127.0.0.1 and waits until it answers. Throws its log when it does not. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { vscode, profile, port } = options;
  writeSettings(profile, options.settings);
  mkdirSync(extensionsOf(profile), { recursive: true });
  const child = spawn(
    vscode.node,
    [
      ...[vscode.main, "--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms"],
      ...["--server-data-dir", profile, "--user-data-dir", join(profile, "data"), "--extensions-dir", extensionsOf(profile)],
      ...["--telemetry-level", "off", ...(options.args ?? [])],
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...options.env } },
  );
  const log: string[] = [];
  const note = (chunk: Buffer): void => void (log.push(chunk.toString()) > 200 && log.shift());
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  let running = true;
  const ended = new Promise<string>((done) =>
    child.once("close", () => {
      running = false;
      done(log.join(""));
    }),
  );
  const kill = (): void => void child.kill();
  process.once("exit", kill);
  void ended.then(() => process.off("exit", kill));
  const stop = async (): Promise<void> => {
    child.kill();
    if (!(await Promise.race([ended.then(() => true), sleep(5000, false, { ref: false })]))) child.kill("SIGKILL");
    await ended;
  };

  const url = `http://127.0.0.1:${port}/`;
  const patience = Date.now() + 60_000;
  while (!(await answers(url))) {
    if (!running) throw new Error(`VS Code ended at once:\n${await ended}`);
    if (Date.now() > patience) {
      await stop();
      throw new Error(`VS Code did not answer on ${url} within a minute:\n${log.join("")}`);
    }
    await sleep(100);
  }
  return { url, ended, stop };
}

/** True when an HTTP request to the address gets a page. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url, { redirect: "follow" }).then(
    (response) => response.ok,
    () => false,
  );

/** A free port of 127.0.0.1: the wished one, or the first above it; any without a wish. */
export function freePort(wished = 0): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", (error) => (wished === 0 || wished === 65_535 ? fail(error) : done(freePort(wished + 1))));
    probe.listen(wished, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

/** An empty profile in the temporary folder, and the function that deletes it but for its logs, which go to out/logs. */
export function temporaryProfile(name: string): { readonly profile: string; readonly remove: () => void } {
  const profile = mkdtempSync(join(tmpdir(), "lf-lens-vscode-"));
  const [logs, kept] = [join(profile, "data/logs"), join(root, "out/logs", name)];
  const remove = (): void => {
    rmSync(kept, { recursive: true, force: true });
    if (existsSync(logs)) cpSync(logs, kept, { recursive: true });
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { profile, remove };
}

/** The environment in which a profile is the user's home, also for what the user agrees to on this machine. */
export const ownHome = (profile: string): Readonly<Record<string, string>> => ({ HOME: profile, XDG_STATE_HOME: join(profile, "state") });

/** Puts a VSIX into the profile. */
export function installVsix(vscode: VsCodeServer, profile: string, vsix: string): void {
  runCommand(vscode.node, [
    vscode.main,
    "--accept-server-license-terms",
    "--server-data-dir",
    profile,
    "--extensions-dir",
    extensionsOf(profile),
    "--install-extension",
    vsix,
  ]);
}

/** Puts the built but unpackaged extension into the profile, by a link to the project. */
export function linkExtension(profile: string): void {
  rmSync(extensionsOf(profile), { recursive: true, force: true });
  mkdirSync(extensionsOf(profile), { recursive: true });
  symlinkSync(root, join(extensionsOf(profile), "lf-lens.lf-lens"), "dir");
}

function writeSettings(profile: string, settings: ServerOptions["settings"]): void {
  const file = join(profile, "data/User/settings.json");
  if (settings === undefined && existsSync(file)) return;
  mkdirSync(join(profile, "data/User"), { recursive: true });
  writeFileSync(file, JSON.stringify(settings ?? quietSettings, null, 2));
}

/** The address of a workbench with a folder or a .code-workspace file open. `payload` is VS Code's own list of keys and values. */
export function workbenchAddress(server: RunningServer, folder: string, payload: readonly (readonly [string, string])[] = []): string {
  const address = new URL(server.url);
  address.searchParams.set(folder.endsWith(".code-workspace") ? "workspace" : "folder", folder);
  if (payload.length > 0) address.searchParams.set("payload", JSON.stringify(payload));
  return address.href;
}

/** How the workbench names a file or folder of the server. */
export const remoteUri = (server: RunningServer, path: string): string => `vscode-remote://${new URL(server.url).host}${path}`;
