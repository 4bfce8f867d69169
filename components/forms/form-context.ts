"use client";

import { createContext, useContext } from "react";
import type { ActionResult } from "@/lib/gate/actions/result";

/** What a form tells the fields in it. */
export interface FormState {
  /** Start of every control's id, so that two forms on a page don't clash. */
  readonly prefix: string;
  readonly values: ActionResult["values"];
  readonly errorsOf: (name: string) => readonly string[];
  /** Only in a form that also checks in the browser: the attributes that react-hook-form needs on the control. */
  readonly register?: (name: string) => object;
}

export const FormContext = createContext<FormState>({ prefix: "field", values: {}, errorsOf: () => [] });

/** The id of a field's control: what the error summary links to. */
export function fieldId(prefix: string, name: string): string {
  return `${prefix}-${name.replaceAll(/[^A-Za-z0-9]/g, "-")}`;
}

export interface BoundField {
  readonly id: string;
  readonly name: string;
  /** What was typed before the form was answered; undefined when it was not sent yet. */
  readonly value: string | undefined;
  readonly values: readonly string[];
  readonly errors: readonly string[];
  /** Attributes to spread on the control. */
  readonly registration: object;
}

/** Ties a field to the form around it: id, kept value, errors. */
export function useField(name: string): BoundField {
  const form = useContext(FormContext);
  const kept = form.values[name];
  return {
    id: fieldId(form.prefix, name),
    name,
    value: typeof kept === "string" ? kept : kept?.[0],
    values: typeof kept === "string" ? [kept] : (kept ?? []),
    errors: form.errorsOf(name),
    registration: form.register?.(name) ?? {},
  };
}
