/** The only place that talks to the editor: messages both ways, and the small state that outlives a hidden panel. */
import { connect, type PanelApi, type PanelEvents, type Remote } from "../../src/protocol/panel";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();

/** Connects the panel to the editor; `events` are called with what the editor tells. */
export function connectEditor(events: PanelEvents): Remote<PanelApi> {
  const pipe = {
    post: (message: unknown) => vscode.postMessage(message),
    receive: (listener: (message: unknown) => void) =>
      window.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data)),
  };
  return connect<PanelApi, PanelEvents>(pipe, events);
}

/** What `keep` was last given, also after the panel was hidden or the window reloaded; undefined the first time. */
export const kept = (): unknown => vscode.getState();
export const keep = (state: object): void => vscode.setState(state);
