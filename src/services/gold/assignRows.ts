import { deal, writeAssigned } from "./assigned";
import type { Judgements } from "./judgements";
import type { QueueRequest } from "./queue";

export interface AssignRequest extends Omit<QueueRequest, "by" | "shared"> {
  readonly to: readonly string[];
  /** Rows for each person, and how many of these all of them get. */
  readonly rows: number;
  readonly overlap: number;
}

/** Writes a batch of rows for each person, in the place of earlier ones. @throws Error in plain words */
export async function assignRows(
  root: string,
  judgements: Pick<Judgements, "queue" | "keyOf">,
  { to, rows, overlap, ...request }: AssignRequest,
): Promise<readonly { readonly person: string; readonly rows: number; readonly file: string }[]> {
  const order = await judgements.queue(request);
  const wanted = order.subarray(0, overlap + Math.max(0, rows - overlap) * to.length);
  const dealt = deal(
    Array.from(wanted, (row) => judgements.keyOf(row)),
    to,
    rows,
    overlap,
  );
  return Promise.all(
    Array.from(dealt, async ([person, own]) => ({
      ...{ person, rows: own.length },
      file: await writeAssigned(root, { for: person, how: request.strategy, rows: own }),
    })),
  );
}
