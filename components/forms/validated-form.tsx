"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { type FormEvent, type ReactNode, startTransition, useId, useRef, useState } from "react";
import { type FieldErrors, type FieldValues, type Resolver, useForm } from "react-hook-form";
import type { ZodType } from "zod";
import { Callout } from "@/components/ui/callout";
import { PendingContext } from "@/components/ui/pending";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { formDataOf, keptId } from "./action-form";
import { FormContext } from "./form-context";
import { FormErrorSummary } from "./form-error-summary";
import { useFormAction } from "./use-form-action";

interface Props {
  action: FormAction;
  /**
   * The schema that the action uses. Server components cannot pass a schema, so this form is used in a client
   * component.
   */
  schema: ZodType<FieldValues, FieldValues>;
  formId?: string;
  values?: Readonly<Record<string, string | readonly string[]>>;
  className?: string;
  label?: string;
  children: ReactNode;
}

interface Refusal {
  readonly result: ActionResult | null;
  readonly errors: Readonly<Record<string, readonly string[]>>;
}

interface FormOutcomeProps {
  readonly prefix: string;
  readonly state: ActionResult | null;
  readonly refusal: Refusal | null;
}

/**
 * An ActionForm that also checks in the browser before it sends the same data to the same action. The server decides:
 * its error at a field is shown until that field changes.
 */
export function ValidatedForm({ action, schema, formId, values, className, label, children }: Props) {
  const { state, post, submit, pending } = useFormAction(action);
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const [changed, setChanged] = useState<{ of: ActionResult | null; names: ReadonlySet<string> }>({
    of: null,
    names: new Set(),
  });
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  // Hidden fields are in the schema but not registered with react-hook-form: their values come from the form's own
  // data.
  const resolver: Resolver<FieldValues> = (typed, context, options) => {
    const native = form.current ? plainEntries(new FormData(form.current)) : {};
    return zodResolver(schema)({ ...native, ...typed }, context, options);
  };
  const hook = useForm<FieldValues>({ resolver, mode: "onTouched", shouldFocusError: false });
  const clientErrors = sentencesOf(hook.formState.errors);
  const untouched = (name: string) => changed.of !== state || !changed.names.has(name);
  const serverErrors = state?.fieldErrors ?? {};
  const errorsOf = (name: string) => clientErrors[name] ?? (untouched(name) ? serverErrors[name] : undefined) ?? [];

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const element = event.currentTarget;
    const data = formDataOf(event);
    const send = () => {
      setRefusal(null);
      startTransition(() => submit(data));
    };
    await hook.handleSubmit(send, (errors) => {
      const visible = Object.fromEntries(
        Object.entries(sentencesOf(errors)).filter(([name]) => !isHidden(element.elements.namedItem(name))),
      );
      // An error at a field that is not visible could not be corrected here: the server answers it.
      if (Object.keys(visible).length === 0) send();
      else setRefusal({ result: state, errors: visible });
    })();
  };

  const onInput = (event: FormEvent<HTMLFormElement>) => {
    const name = event.target instanceof Element ? event.target.getAttribute("name") : null;
    if (!name) return;
    setChanged((before) => ({ of: state, names: new Set(before.of === state ? [...before.names, name] : [name]) }));
  };

  const inBrowser = refusal && refusal.result === state ? refusal : null;
  return (
    <FormContext value={{ prefix, values: { ...values, ...state?.values }, errorsOf, register: hook.register }}>
      <PendingContext value={pending}>
        <form
          ref={form}
          action={post}
          onSubmit={onSubmit}
          onInput={onInput}
          noValidate
          aria-label={label}
          className={className ?? "grid gap-5"}
        >
          <FormOutcome prefix={prefix} state={state} refusal={inBrowser} />
          {formId && <input type="hidden" name="id" value={keptId(state?.values.id) ?? formId} />}
          {children}
        </form>
      </PendingContext>
    </FormContext>
  );
}

/** The result of the form: refused in the browser, else as the server answered. */
function FormOutcome({ prefix, state, refusal }: FormOutcomeProps) {
  if (state?.ok && !refusal) {
    return (
      state.message && (
        <Callout tone="success" role="status">
          {state.message}
        </Callout>
      )
    );
  }
  return (
    <FormErrorSummary
      prefix={prefix}
      fieldErrors={refusal?.errors ?? state?.fieldErrors ?? {}}
      message={refusal ? null : (state?.message ?? null)}
      reference={refusal ? null : (state?.reference ?? null)}
      occasion={refusal ?? state}
    />
  );
}

/** Text fields alone: no schema has Next's own hidden inputs (`$ACTION_…`) or files. */
function plainEntries(data: FormData): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [name, value] of data) {
    if (typeof value === "string" && !name.startsWith("$")) entries[name] = value;
  }
  return entries;
}

function sentencesOf(errors: FieldErrors<FieldValues>): Record<string, readonly string[]> {
  const sentences: Record<string, readonly string[]> = {};
  for (const [name, error] of Object.entries(errors)) {
    if (typeof error?.message === "string" && error.message !== "") sentences[name] = [error.message];
  }
  return sentences;
}

function isHidden(control: Element | RadioNodeList | null): boolean {
  return control === null || (control instanceof HTMLInputElement && control.type === "hidden");
}
