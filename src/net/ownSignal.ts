/**
 * Does work with a signal of its own that follows another. Clients add listeners to a request's signal and leave them there: one
 * that lives as long as a job would gather them.
 */
export async function withOwnSignal<T>(signal: AbortSignal | undefined, work: (own?: AbortSignal) => Promise<T>): Promise<T> {
  if (!signal) return work();
  const own = new AbortController();
  const abort = (): void => own.abort(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await work(own.signal);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
