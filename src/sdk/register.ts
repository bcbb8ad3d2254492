/**
 * Filled in by a project's generated `.lf-lens/` files with its labels and its row type, so that a misspelt label or column
 * is a TypeScript error:
 *
 * ```ts
 * declare module "lf-lens" {
 *   interface Register { label: "HAM" | "SPAM"; row: Row }
 * }
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- empty so that a project can add to it
export interface Register {}

/** A label of this project: one of `labels` in lf.config.json. */
export type Label = Register extends { label: infer L extends string } ? L : string;

/** A row of this project's data: one read-only property for each column. Rows are shared by all LFs and cannot be changed. */
export type Row = Register extends { row: infer R extends object } ? R : Readonly<Record<string, unknown>>;

/** What an LF returns: a label, or `ABSTAIN` (or `undefined`) when it has nothing to say. */
export type Vote = Label | null | undefined;

/** A column of this project's data. */
export type Column = Extract<keyof Row, string>;

/** A column that `keyword`, `regex` and `lookup` can read: text, a number, a boolean or a date, with or without nulls. */
export type TextColumn = {
  [C in Column]: unknown extends Row[C] ? C : Row[C] extends string | number | boolean | null | undefined ? C : never;
}[Column];

/** The name of one of `endpoints` in lf.config.json. */
export type Endpoint = Register extends { endpoint: infer E extends string } ? E : string;
