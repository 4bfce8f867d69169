"use client";

import { createContext, useContext } from "react";
import { useFormStatus } from "react-dom";

/**
 * Set by forms that call their action themselves. React's useFormStatus knows nothing of some, and of the others not
 * that they gave up waiting.
 */
export const PendingContext = createContext<boolean | null>(null);

/** Whether the form around it is being sent. */
export function usePending(): boolean {
  const inherited = useContext(PendingContext);
  const { pending } = useFormStatus();
  return inherited ?? pending;
}
