import type { Pipe } from "./rpc";

/** What a worker and its parent port have in common. */
interface Port {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
}

/** A worker thread's port, or the worker seen from outside, as a pipe. Code that changes what ports inherit from later does not reach it. */
export function portPipe(port: Port): Pipe {
  const post = port.postMessage.bind(port);
  return { post: (message) => post(message), receive: (listener) => void port.on("message", listener) };
}
