import { ViewColumn, window, type Disposable, type Uri, type WebviewPanel } from "vscode";
import { webviewOptions } from "./webviewPage";

/** What fills a panel. */
export interface PanelContent<Shown> {
  /** Shows something else, or the same again. */
  show(shown: Shown): void;
  dispose(): void;
}

/** A kind of panel: a panel for each key, which is opened once and comes back when the window was reloaded. */
export interface PanelKind<Shown> {
  readonly viewType: string;
  readonly title: string;
  readonly extensionUri: Uri;
  readonly keyOf: (shown: Shown) => string;
  /** What the panel showed before the reload, of what its page kept; undefined closes it. */
  readonly restored: (kept: Partial<Shown>) => Shown | undefined;
  readonly fill: (panel: WebviewPanel, shown: Shown) => PanelContent<Shown>;
}

export interface Panels<Shown> extends Disposable {
  /** Reveals the panel with the key of what is to be shown, or opens it. */
  show(shown: Shown, place?: { readonly viewColumn?: ViewColumn; readonly preserveFocus?: boolean }): void;
}

/** Opens, finds again and closes the panels of a kind. */
export function createPanels<Shown>({ viewType, title, extensionUri, keyOf, restored, fill }: PanelKind<Shown>): Panels<Shown> {
  const open = new Map<string, { readonly panel: WebviewPanel; readonly content: PanelContent<Shown> }>();
  const attach = (panel: WebviewPanel, shown: Shown): void => {
    const key = keyOf(shown);
    const made = { panel, content: fill(panel, shown) };
    open.set(key, made);
    panel.onDidDispose(() => {
      made.content.dispose();
      if (open.get(key) === made) open.delete(key);
    });
  };
  const serializer = window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: (panel, kept?: Partial<Shown>) => {
      panel.webview.options = webviewOptions(extensionUri);
      const shown = restored(kept ?? {});
      if (shown === undefined) panel.dispose();
      else attach(panel, shown);
      return Promise.resolve();
    },
  });
  return {
    show(shown, { viewColumn = ViewColumn.Active, preserveFocus = false } = {}) {
      const known = open.get(keyOf(shown));
      if (known) {
        known.panel.reveal(undefined, preserveFocus);
        known.content.show(shown);
      } else attach(window.createWebviewPanel(viewType, title, { viewColumn, preserveFocus }, webviewOptions(extensionUri)), shown);
    },
    dispose() {
      serializer.dispose();
      for (const { panel } of [...open.values()]) panel.dispose();
    },
  };
}
