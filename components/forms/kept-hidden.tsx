"use client";

import { useField } from "./form-context";

/** A hidden field whose value a refusal may renew, such as the version that a form was made from. */
export function KeptHidden({ name }: { name: string }) {
  const field = useField(name);
  return <input type="hidden" name={name} value={field.value ?? ""} readOnly />;
}
