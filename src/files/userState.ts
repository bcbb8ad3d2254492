import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * Where LF Lens keeps what is the user's own on this machine, beside all projects; the editor and the terminal share it. Linux:
 * XDG base directory specification (also elsewhere, if XDG_STATE_HOME is set); macOS and Windows: the system's own places.
 */
export function userStateFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = env;
  if (state !== undefined && isAbsolute(state)) return join(state, "lf-lens");
  if (platform === "win32") return join(local ?? join(homedir(), "AppData", "Local"), "lf-lens");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "lf-lens");
  return join(homedir(), ".local", "state", "lf-lens");
}

/** Where the answers of models to prompts are, of all projects. @param state as `userStateFolder` gives it */
export const answersFolder = (state: string): string => join(state, "answers");
