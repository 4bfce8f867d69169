"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Callout } from "@/components/ui/callout";
import { PendingContext } from "@/components/ui/pending";
import type { FormAction } from "@/lib/gate/actions/result";
import { FormContext } from "./form-context";
import { FormErrorSummary } from "./form-error-summary";
import { useFormAction } from "./use-form-action";

interface Props {
  action: FormAction;
  /**
   * A UUID made where the form is rendered, sent as `id`. It stays the same after a refusal, so that the server knows a
   * repeat.
   */
  formId?: string;
  /** Values of the fields at first. */
  values?: Readonly<Record<string, string | readonly string[]>>;
  className?: string;
  /** Names the form for screen readers when a page has several. */
  label?: string;
  /** Address of the page, where something else shows the answer once the form is gone: see useFormAction. */
  page?: string | undefined;
  children: ReactNode;
}

/**
 * A form around a server action. Without JavaScript it posts natively and Next hands the answer back into the same
 * state. With it the form calls the action itself, because React empties a form that it submits: nothing typed may be
 * lost, not even when the portal cannot be reached.
 */
export function ActionForm({ action, formId, values, className, label, page, children }: Props) {
  const { state, post, submit, pending } = useFormAction(action, page);
  const prefix = useId();

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const data = formDataOf(event);
    submit(data);
  };

  const fieldErrors = state?.fieldErrors ?? {};
  const kept = { ...values, ...state?.values };
  return (
    <FormContext value={{ prefix, values: kept, errorsOf: (name) => fieldErrors[name] ?? [] }}>
      <PendingContext value={pending}>
        <form action={post} onSubmit={onSubmit} noValidate aria-label={label} className={className ?? "grid gap-5"}>
          {state?.ok ? (
            state.message && (
              <Callout tone="success" role="status">
                {state.message}
              </Callout>
            )
          ) : (
            <FormErrorSummary
              prefix={prefix}
              fieldErrors={fieldErrors}
              message={state?.message ?? null}
              reference={state?.reference ?? null}
              occasion={state}
            />
          )}
          {formId && <input type="hidden" name="id" value={keptId(state?.values.id) ?? formId} />}
          {children}
        </form>
      </PendingContext>
    </FormContext>
  );
}

/** The form's data, with the name and value of the button that was pressed. */
export function formDataOf(event: FormEvent<HTMLFormElement>): FormData {
  const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null;
  return new FormData(event.currentTarget, submitter);
}

export function keptId(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
