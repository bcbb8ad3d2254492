/** The only place that talks to the editor: messages both ways, and the small state that outlives a hidden panel. */
import { connect, type Remote } from "../../src/protocol/panel";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();

/** Connects a panel to the editor; `events` are called with what the editor tells. */
export function connectEditor<EditorApi, Events extends object>(events: Events): Remote<EditorApi> {
  const pipe = {
    post: (message: unknown) => vscode.postMessage(message),
    receive: (listener: (message: unknown) => void) =>
      window.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data)),
  };
  return connect<EditorApi, Events>(pipe, events);
}

/** What `keep` was last given, also after the panel was hidden or the window reloaded; undefined the first time. */
export const kept = (): unknown => vscode.getState();
export const keep = (state: object): void => vscode.setState(state);
