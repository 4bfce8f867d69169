"use client";

import { createContext, useContext } from "react";
import { useFormStatus } from "react-dom";

/** Set by forms that start their action in a transition of their own, of which React's useFormStatus does not know. */
export const PendingContext = createContext(false);

/** Whether the form around it is being sent. */
export function usePending(): boolean {
  const inherited = useContext(PendingContext);
  return useFormStatus().pending || inherited;
}
