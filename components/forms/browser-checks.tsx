"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type RefObject, useEffect } from "react";
import { type FieldErrors, type FieldValues, type Resolver, type UseFormReturn, useForm } from "react-hook-form";
import type { ZodType } from "zod";

/** Sentences by field name. */
export type FieldSentences = Readonly<Record<string, readonly string[]>>;

/** What a form takes from its checks once they are loaded. */
export interface Checks {
  readonly register: (name: string) => object;
  /** The errors that are shown at fields which the person has left. */
  readonly errors: FieldSentences;
  /** Checks all fields. Returns an empty object if no field has an error. */
  readonly findErrors: () => Promise<FieldSentences>;
}

export interface BrowserChecksProps {
  readonly form: RefObject<HTMLFormElement | null>;
  /** Called once at first, and whenever an error appears or disappears. */
  readonly onChecks: (checks: Checks) => void;
}

/** Checks the fields of a form in the browser with the schema of its action. Renders nothing itself. */
export function BrowserChecks({
  schema,
  form,
  onChecks,
}: BrowserChecksProps & { schema: ZodType<FieldValues, FieldValues> }) {
  // All values come from the form's own data: react-hook-form does not know hidden fields, nor what was typed before it
  // was loaded.
  const resolver: Resolver<FieldValues> = (typed, context, options) =>
    zodResolver(schema)(form.current ? plainEntries(new FormData(form.current)) : typed, context, options);
  const hook = useForm<FieldValues>({ resolver, mode: "onTouched", shouldFocusError: false });
  const { errors } = hook.formState;
  useEffect(() => {
    onChecks({ register: hook.register, errors: sentencesOf(errors), findErrors: () => findErrors(hook) });
  }, [hook, errors, onChecks]);
  return null;
}

function findErrors({ handleSubmit }: UseFormReturn<FieldValues>): Promise<FieldSentences> {
  return new Promise((resolve, reject) => {
    const submit = handleSubmit(
      () => resolve({}),
      (errors) => resolve(sentencesOf(errors)),
    );
    submit().catch(reject);
  });
}

/** The text fields only: schemas do not know files, nor the hidden inputs that Next adds (`$ACTION_…`). */
function plainEntries(data: FormData): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [name, value] of data) {
    if (typeof value === "string" && !name.startsWith("$")) entries[name] = value;
  }
  return entries;
}

function sentencesOf(errors: FieldErrors<FieldValues>): FieldSentences {
  const sentences: Record<string, readonly string[]> = {};
  for (const [name, error] of Object.entries(errors)) {
    if (typeof error?.message === "string" && error.message !== "") sentences[name] = [error.message];
  }
  return sentences;
}
