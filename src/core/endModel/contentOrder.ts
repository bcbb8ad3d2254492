import { finishHash, hashUnit } from "./ngramHash";
import type { SparseRows } from "./sparseRows";

/**
 * Rows in an order that depends on what they hold, not on where they stand: a model that is trained in it is the same
 * for every order of the rows. It is as good as random.
 * @param soft rows x labels
 * @param rows those to order
 */
export function contentOrder(features: SparseRows, soft: Float64Array, gold: Int16Array, rows: Uint32Array): Uint32Array {
  const labels = soft.length / Math.max(1, features.rows);
  const valueBits = bitsOf(features.values);
  const softBits = bitsOf(Float32Array.from(soft));
  const keys = Float64Array.from(rows, (row) => {
    let sum = gold[row]!;
    for (let at = features.starts[row]!; at < features.starts[row + 1]!; at++) {
      sum = (sum + finishHash(hashUnit(features.features[at]!, valueBits[at]!))) | 0;
    }
    for (let at = row * labels; at < (row + 1) * labels; at++) sum = hashUnit(sum, softBits[at]!);
    return finishHash(sum);
  });
  const places = Uint32Array.from(rows.keys()).sort((a, b) => keys[a]! - keys[b]!);
  return places.map((place) => rows[place]!);
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array): Int32Array => new Int32Array(buffer, byteOffset, length);
