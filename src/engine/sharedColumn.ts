/** A copy of a column in memory that all threads see: handed from thread to thread, it is not copied again. */
export function sharedColumn(column: Int16Array): Int16Array {
  const shared = new Int16Array(new SharedArrayBuffer(column.byteLength));
  shared.set(column);
  return shared;
}
