/** Raised whenever a builder may vote differently than before: votes that were kept from an earlier version are not used then. */
export const SDK_VERSION = 1;
