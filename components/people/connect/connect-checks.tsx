"use client";

import { BrowserChecks, type BrowserChecksProps } from "@/components/forms/browser-checks";
import { connectSchema } from "@/lib/people/connect/schema";

/** Loaded when somebody enters the form: see ConnectForm. */
export function ConnectChecks(props: BrowserChecksProps) {
  return <BrowserChecks schema={connectSchema} {...props} />;
}
