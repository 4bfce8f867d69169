"use client";

import { createContext, useContext } from "react";
import { useFormStatus } from "react-dom";

/** Set by forms that start their action outside the submit event, where React's own form status stays silent. */
export const PendingContext = createContext(false);

/** Whether the form around is being sent. */
export function usePending(): boolean {
  const inherited = useContext(PendingContext);
  return useFormStatus().pending || inherited;
}
