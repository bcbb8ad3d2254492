/**
 * Typed calls over any message pipe (worker port, webview): each end offers an API of async functions and calls the other's.
 * A handler that throws rejects the caller, an unknown call rejects, and closing rejects everything that waits.
 */
import { CancelledError, isCancelled } from "./cancelled";

/** The half of a pipe that rpc needs; adapters wrap a worker's port and a webview. */
export interface Pipe {
  post(message: unknown): void;
  /** Registers the one receiver of messages. */
  receive(listener: (message: unknown) => void): void;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the one place where a call's types are erased
export type Api = Record<string, (argument: any) => unknown>;

type Argument<F> = F extends (argument: infer A) => unknown ? A : never;
type Answer<F> = F extends (argument: never) => infer R ? Awaited<R> : never;

export interface Remote<Theirs> {
  /** Calls the other end and waits for its answer. Rejects with the other end's error, or when the pipe closes. */
  call<K extends keyof Theirs & string>(name: K, argument: Argument<Theirs[K]>): Promise<Answer<Theirs[K]>>;
  /** Tells the other end something that needs no answer. */
  tell<K extends keyof Theirs & string>(name: K, argument: Argument<Theirs[K]>): void;
  /** Rejects all calls that wait, and every later one, with this reason. */
  close(reason: string): void;
}

interface Request {
  kind: "call" | "tell";
  id: number;
  name: string;
  argument: unknown;
}
interface Reply {
  kind: "reply";
  id: number;
  value?: unknown;
  error?: { message: string; stack?: string; cancelled?: true };
}

const isMessage = (value: unknown): value is Request | Reply => typeof value === "object" && value !== null && "kind" in value;

const describeError = (error: unknown): NonNullable<Reply["error"]> =>
  error instanceof Error
    ? {
        message: error.message,
        ...(error.stack === undefined ? {} : { stack: error.stack }),
        ...(isCancelled(error) ? { cancelled: true } : {}),
      }
    : { message: String(error) };

function errorOf({ message, stack, cancelled }: NonNullable<Reply["error"]>): Error {
  const error = cancelled ? new CancelledError() : new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/**
 * Connects one end of a pipe.
 * @param pipe the message pipe
 * @param ours what the other end may call here
 * @param onError told of an exception in a handler that nobody waits for
 */
export function connect<Theirs, Ours extends object>(pipe: Pipe, ours: Ours, onError: (error: unknown) => void = () => {}): Remote<Theirs> {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let closed: string | undefined;

  async function answer(request: Request): Promise<void> {
    const handler = Object.hasOwn(ours, request.name) ? (ours as Api)[request.name] : undefined;
    try {
      if (!handler) throw new Error(`nobody answers the call ${request.name}`);
      const value = await handler(request.argument);
      if (request.kind === "call" && closed === undefined) pipe.post({ kind: "reply", id: request.id, value } satisfies Reply);
    } catch (error) {
      if (request.kind === "call" && closed === undefined)
        pipe.post({ kind: "reply", id: request.id, error: describeError(error) } satisfies Reply);
      else onError(error);
    }
  }

  function settle(reply: Reply): void {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (!waiter) return;
    if (!reply.error) return waiter.resolve(reply.value as never);
    waiter.reject(errorOf(reply.error));
  }

  pipe.receive((message) => {
    if (closed !== undefined || !isMessage(message)) return;
    if (message.kind === "reply") settle(message);
    else void answer(message);
  });

  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(new Error(closed));
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        pipe.post({ kind: "call", id, name, argument } satisfies Request);
      }),
    tell: (name, argument) => {
      if (closed === undefined) pipe.post({ kind: "tell", id: 0, name, argument } satisfies Request);
    },
    close: (reason) => {
      closed = reason;
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
    },
  };
}
