/** Many short texts as few long ones: a million ids are sent to another thread in a moment, and none is an object of its own. */
export interface TextList {
  readonly length: number;
  /** BLOCK texts each, one behind the other. */
  readonly blocks: readonly string[];
  /** Where each text ends in its block. */
  readonly ends: Uint32Array;
}

const BLOCK = 4096;

/** Takes texts one after the other. */
export function createTextList(): { readonly add: (text: string) => void; readonly finish: () => TextList } {
  const blocks: string[] = [];
  let block: string[] = [];
  let [ends, length, end] = [new Uint32Array(BLOCK), 0, 0];
  return {
    add(text) {
      if (length === ends.length) {
        const more = new Uint32Array(2 * length);
        more.set(ends);
        ends = more;
      }
      block.push(text);
      ends[length++] = end += text.length;
      if (length % BLOCK > 0) return;
      blocks.push(block.join(""));
      [block, end] = [[], 0];
    },
    finish: () => ({ length, blocks: [...blocks, block.join("")], ends: ends.slice(0, length) }),
  };
}

export function textList(texts: Iterable<string>): TextList {
  const list = createTextList();
  for (const text of texts) list.add(text);
  return list.finish();
}

/** The texts from index `start` to before `end`. */
export const textsOf = ({ blocks, ends }: TextList, start: number, end: number): string[] =>
  Array.from({ length: end - start }, (_, i) => {
    const at = start + i;
    return blocks[Math.floor(at / BLOCK)]!.slice(at % BLOCK === 0 ? 0 : ends[at - 1], ends[at]);
  });
