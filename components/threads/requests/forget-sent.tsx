"use client";

import { useEffect } from "react";
import { dropSent } from "@/components/threads/draft";

/**
 * On the page of a request that was just sent: its draft has done its duty. It stands under what the form was filled in
 * with at first, which need not be what was chosen in the end.
 */
export function ForgetSent({ keys, formId }: { keys: string; formId: string }) {
  useEffect(() => dropSent(keys, formId), [keys, formId]);
  return null;
}
