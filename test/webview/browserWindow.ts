/** What the tests use of the browser's window inside a page, which this project's types do not know. */
export interface BrowserWindow {
  readonly getComputedStyle: (element: unknown) => {
    readonly backgroundColor: string;
    readonly borderInlineStartColor: string;
    readonly borderInlineStartStyle: string;
    readonly borderInlineEndStyle: string;
  };
}
