import type { Pipe } from "./rpc";

/** What a worker and its parent port have in common. */
interface Port {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

/** A worker thread's port, or the worker seen from outside, as a pipe. */
export const portPipe = (port: Port): Pipe => ({
  post: (message) => port.postMessage(message),
  receive: (listener) => void port.on("message", listener),
});
