import { useEffect, useState } from "react";
import { reasonOf } from "./format";

export interface Answer<T> {
  readonly value?: T;
  /** Why the last request failed. */
  readonly error?: string;
  readonly retry: () => void;
}

/**
 * What the editor answers to a question, asked again with every snapshot; the last answer stays until the next is there.
 * @param snapshot what the answer depends on
 * @param key names the question: an answer to another one is not shown. Nothing is asked if undefined
 */
export function useAnswer<T>(snapshot: object, key: string | undefined, ask: () => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<{ key: string; value?: T; error?: string }>();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === undefined) return;
    let current = true;
    const settle = (part: { value?: T; error?: string }): void => {
      if (current) setAnswer({ key, ...part });
    };
    ask().then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error: reasonOf(error) }),
    );
    return () => {
      current = false;
    };
    // `ask` is a new function at every render; `key` says whether it asks something else.
  }, [snapshot, key, tries]);
  const current = answer?.key === key ? answer : undefined;
  return {
    ...(current?.value !== undefined && { value: current.value }),
    ...(current?.error !== undefined && { error: current.error }),
    retry: () => setTries(tries + 1),
  };
}

/** The last value there was, while the next is being worked out. */
export function useLast<T>(value: T | undefined): T | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
