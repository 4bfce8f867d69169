"use client";

import { useField } from "./form-context";

/** The revision that a form was made from. After a refusal it is the one that the refusal told of. */
export function SeenField({ value }: { value: string }) {
  const field = useField("seen");
  return <input type="hidden" name="seen" value={field.value ?? value} />;
}
