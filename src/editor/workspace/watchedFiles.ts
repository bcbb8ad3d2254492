import { DATA_ENDINGS, PACKED_ENDINGS } from "../../core/data/dataFormats";

const endings = ["ts", "mts", "cts", "js", "mjs", "cjs", ...[...DATA_ENDINGS, ...PACKED_ENDINGS].map((ending) => ending.slice(1))];

/** Whatever an LF can import or a project can read. */
export const watchedFiles = `**/*.{${endings.join(",")}}`;

export const isWatchedFile = (path: string): boolean => endings.some((ending) => path.endsWith(`.${ending}`));
