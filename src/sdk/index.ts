/** What an .lf.ts file imports: builders of labeling functions (LFs) and the types of this project's labels and rows. */
export { ABSTAIN } from "./abstain";
export { annotator } from "./annotator";
export { column } from "./column";
export type { ColumnOptions } from "./column";
export { and, not, or, when } from "./compose";
export { keyword } from "./keyword";
export type { KeywordOptions, Words } from "./keyword";
export { lf } from "./lf";
export type { Lf, LfOptions, RowWith, VoteFunction } from "./lf";
export { lookup } from "./lookup";
export { prompt } from "./prompt";
export type { PromptExample, PromptOptions } from "./prompt";
export { regex } from "./regex";
export { slice } from "./slice";
export type { Slice } from "./slice";
export { threshold } from "./threshold";
export type { Bounds } from "./threshold";
export { lower, tokens } from "./tokens";
export type { WordOptions } from "./wordsPattern";
export { votes } from "./votes";
export type { KeptVotes, VotesOptions, VoteTable } from "./votes";
// A star, so that `declare module "lf-lens" { interface Register { ... } }` merges with the interface declared there.
export type * from "./register";
