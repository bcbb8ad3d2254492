export interface TextSoFar {
  readonly text: string;
  /** It came to its end. */
  readonly ended: boolean;
}

/**
 * Reads what an answer has by now: until it ends, or nothing has come for a while. For logs that are kept open while a job runs.
 * @param idleMs milliseconds without anything new
 */
export async function textSoFar(reply: Response, idleMs: number): Promise<TextSoFar> {
  if (!reply.body) return { text: "", ended: true };
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { timer, passed } = silence(idleMs);
      const next = await Promise.race([reader.read(), passed]).finally(() => clearTimeout(timer));
      if (next === undefined) return { text, ended: false };
      if (next.done) return { text, ended: true };
      text += decoder.decode(next.value, { stream: true });
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function silence(ms: number): { timer: NodeJS.Timeout; passed: Promise<undefined> } {
  let timer!: NodeJS.Timeout;
  const passed = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  return { timer, passed };
}
