"use client";

import { createContext, useContext } from "react";

/** What a composer offers to controls inside it. */
export interface ComposerControls {
  /** Replaces the selection by text, or inserts it at the cursor, and places the cursor after it. */
  readonly insert: (text: string) => void;
}

export const ComposerContext = createContext<ComposerControls>({ insert: () => {} });

export function useComposer(): ComposerControls {
  return useContext(ComposerContext);
}
