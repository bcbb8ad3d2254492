/** What text searches took while `work` ran: a count of their calls, and of the characters that they passed over. It does not depend on the machine. */
export async function lookedAt(work: () => Promise<unknown>): Promise<number> {
  const own = Object.getOwnPropertyDescriptors(String.prototype);
  const indexOf = own.indexOf.value!;
  let looked = 0;
  const count = (text: string, sought: string, from = 0): number => {
    const found = indexOf.call(text, sought, from);
    looked += 1 + Math.max((found < 0 ? text.length : found) - from, 0);
    return found;
  };
  String.prototype.indexOf = function (sought, from) {
    return count(String(this), sought, from);
  };
  String.prototype.includes = function (sought, from) {
    return count(String(this), sought, from) >= 0;
  };
  try {
    await work();
  } finally {
    Object.defineProperties(String.prototype, { indexOf: own.indexOf, includes: own.includes });
  }
  return looked;
}
