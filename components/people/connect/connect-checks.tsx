"use client";

import { BrowserChecks, type BrowserChecksProps } from "@/components/forms/browser-checks";
import { connectSchema } from "@/lib/people/connect/schema";

/** ConnectForm loads this when somebody enters the form. */
export function ConnectChecks(props: BrowserChecksProps) {
  return <BrowserChecks schema={connectSchema} {...props} />;
}
