/** Work ended because somebody cancelled it; it crosses pipes as what it is. */
export class CancelledError extends Error {
  constructor(options?: ErrorOptions) {
    super("Cancelled.", options);
    this.name = "CancelledError";
  }
}

export const isCancelled = (error: unknown): boolean => error instanceof CancelledError;
