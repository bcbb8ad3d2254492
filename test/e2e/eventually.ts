import { eventually as within } from "../eventually";

/** Calls until it passes; after a minute and a half, which a busy machine may need, the last error stands. */
export const eventually = (attempt: () => Promise<void>): Promise<void> => within(attempt, 90);
