"use client";

import { useEffect } from "react";
import { dropSent } from "@/components/threads/draft";

/**
 * On the page of a request that was just sent: removes its draft. The draft's key names the form's preset values, which
 * may differ from those that were sent.
 */
export function ForgetSent({ keys, formId }: { keys: string; formId: string }) {
  useEffect(() => dropSent(keys, formId), [keys, formId]);
  return null;
}
