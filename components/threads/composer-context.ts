"use client";

import { createContext, useContext } from "react";

/** What a composer lets the controls inside it do. */
export interface ComposerControls {
  /** Puts text where the cursor stands, in place of what is selected, and leaves the cursor behind it. */
  readonly insert: (text: string) => void;
}

export const ComposerContext = createContext<ComposerControls>({ insert: () => {} });

export function useComposer(): ComposerControls {
  return useContext(ComposerContext);
}
