"use client";

import { useEffect } from "react";
import { forgetFiled } from "./case-draft";

/** On the page of a case that was just filed: removes its draft. */
export function ForgetDraft({ draftKey, formId }: { draftKey: string; formId: string }) {
  useEffect(() => forgetFiled(draftKey, formId), [draftKey, formId]);
  return null;
}
