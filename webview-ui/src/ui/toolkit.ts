/** Registers the toolkit's custom elements that the wrappers beside this file use. Swapping the toolkit touches this folder alone. */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import type { HTMLAttributes, Key, Ref } from "react";

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing(), vsCodeTextField());

type Basics = HTMLAttributes<HTMLElement> & { readonly key?: Key; readonly ref?: Ref<HTMLElement> };

declare module "react" {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the way React's types are told of custom elements
  namespace JSX {
    interface IntrinsicElements {
      "vscode-button": Basics & { readonly appearance?: "primary" | "secondary" | "icon"; readonly disabled?: boolean };
      "vscode-dropdown": Basics & { readonly value?: string };
      "vscode-option": Basics & { readonly value?: string; readonly selected?: boolean };
      "vscode-progress-ring": Basics;
      "vscode-text-field": Basics & { readonly value?: string; readonly placeholder?: string };
    }
  }
}
