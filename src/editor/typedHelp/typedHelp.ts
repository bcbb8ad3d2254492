import {
  commands as vscodeCommands,
  Disposable,
  extensions,
  window,
  workspace,
  type LogOutputChannel,
  type Memento,
  type TextDocument,
} from "vscode";
import { showWarning } from "../platform/dialogs";

const TYPESCRIPT = "vscode.typescript-language-features";
const NEVER = "typed help: never ask";
/** How long VS Code may take to hand over an extension that a new trust has enabled. */
const GRACE_MS = 3_000;

/**
 * Sees to it that completion, hover and type errors come in LF files. VS Code keeps TypeScript's extension disabled in an untrusted workspace; a
 * window that is trusted later may not hand it to the extension host before it is reloaded, so that no file activates it. Where the host has it, it
 * is activated; where not, the user is told once what to do.
 */
export function registerTypedHelp(memory: Memento, log: LogOutputChannel): Disposable {
  let asked = false;
  const look = async (document: TextDocument | undefined): Promise<void> => {
    if (asked || !workspace.isTrusted || document === undefined || !/\.lf\.tsx?$/.test(document.fileName)) return;
    if (memory.get<boolean>(NEVER)) return;
    asked = true;
    const found = extensions.getExtension<unknown>(TYPESCRIPT) ?? (await arrival());
    if (found) await found.activate();
    else await offerReload(memory, log);
  };
  const seen = (document: TextDocument | undefined): void =>
    void look(document).catch((error: unknown) => log.error(`TypeScript's extension could not be activated: ${String(error)}`));
  seen(window.activeTextEditor?.document);
  return Disposable.from(
    window.onDidChangeActiveTextEditor((editor) => seen(editor?.document)),
    workspace.onDidGrantWorkspaceTrust(() => seen(window.activeTextEditor?.document)),
  );
}

/** TypeScript's extension when the host gets it; undefined if it does not in time. */
function arrival(): Promise<ReturnType<typeof extensions.getExtension<unknown>>> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve(extensions.getExtension<unknown>(TYPESCRIPT));
    };
    const timer = setTimeout(end, GRACE_MS);
    const listening = extensions.onDidChange(() => extensions.getExtension(TYPESCRIPT) && end());
  });
}

async function offerReload(memory: Memento, log: LogOutputChannel): Promise<void> {
  log.info("TypeScript's extension is not there: no completion, hover or type errors in LF files.");
  const message =
    "Completion, hover and type errors are off, because VS Code has not enabled its TypeScript extension in this window. Reloading the window enables it.";
  const answer = await showWarning(message, "Reload Window", "Don't Ask Again");
  if (answer === "Reload Window") await vscodeCommands.executeCommand("workbench.action.reloadWindow");
  if (answer === "Don't Ask Again") await memory.update(NEVER, true);
}
