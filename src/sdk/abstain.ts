/** The vote of an LF that has nothing to say about a row. Returning `undefined`, or nothing, abstains too. */
export const ABSTAIN: null = null;
