"use client";

import { type ComponentType, type FormEvent, type ReactNode, useCallback, useId, useRef, useState } from "react";
import { Callout } from "@/components/ui/callout";
import { PendingContext } from "@/components/ui/pending";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { formDataOf, keptId } from "./action-form";
import type { BrowserChecksProps, Checks, FieldSentences } from "./browser-checks";
import { FormContext } from "./form-context";
import { FormErrorSummary } from "./form-error-summary";
import { useFormAction } from "./use-form-action";

interface Props {
  action: FormAction;
  /**
   * Loads BrowserChecks with the schema of the action. It is called only when somebody enters the form, because the
   * libraries that check are larger than a page, and most visitors only read the page.
   */
  loadChecks: () => Promise<ComponentType<BrowserChecksProps>>;
  formId?: string;
  values?: Readonly<Record<string, string | readonly string[]>>;
  className?: string;
  label?: string;
  children: ReactNode;
}

interface Refusal {
  readonly result: ActionResult | null;
  readonly errors: FieldSentences;
}

interface FormOutcomeProps {
  readonly prefix: string;
  readonly state: ActionResult | null;
  readonly refusal: Refusal | null;
}

/**
 * An ActionForm that also checks in the browser before it sends the same data to the same action. The server decides:
 * its error at a field is shown until that field changes. If the checks cannot be loaded, only the server checks.
 */
export function ValidatedForm({ action, loadChecks, formId, values, className, label, children }: Props) {
  const { state, post, submit, pending } = useFormAction(action);
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const { BrowserChecks, checks, takeChecks, load } = useChecks(loadChecks);
  const [changed, setChanged] = useState<{ of: ActionResult | null; names: ReadonlySet<string> }>({
    of: null,
    names: new Set(),
  });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isChecking = useRef(false);

  const untouched = (name: string) => changed.of !== state || !changed.names.has(name);
  const serverErrors = state?.fieldErrors ?? {};
  const errorsOf = (name: string) => checks?.errors[name] ?? (untouched(name) ? serverErrors[name] : undefined) ?? [];

  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending || isChecking.current) return;
    const { elements } = event.currentTarget;
    const data = formDataOf(event);
    isChecking.current = true;
    const errors = await load()
      .then((loaded) => loaded.findErrors())
      .catch((): FieldSentences => ({}))
      .finally(() => {
        isChecking.current = false;
      });
    const visible = Object.fromEntries(Object.entries(errors).filter(([name]) => !isHidden(elements.namedItem(name))));
    // The person could not correct an error at a field that is not visible, so the server reports it.
    if (Object.keys(visible).length > 0) return setRefusal({ result: state, errors: visible });
    setRefusal(null);
    submit(data);
  };

  const onInput = (event: FormEvent<HTMLFormElement>) => {
    const name = event.target instanceof Element ? event.target.getAttribute("name") : null;
    if (!name) return;
    setChanged((before) => ({ of: state, names: new Set(before.of === state ? [...before.names, name] : [name]) }));
  };

  const inBrowser = refusal && refusal.result === state ? refusal : null;
  const register = checks ? { register: checks.register } : {};
  return (
    <FormContext value={{ prefix, values: { ...values, ...state?.values }, errorsOf, ...register }}>
      <PendingContext value={pending}>
        <form
          ref={form}
          action={post}
          onSubmit={onSubmit}
          onInput={onInput}
          // If loading fails here, it is tried again and handled when the form is sent.
          onFocus={() => void load().catch(() => {})}
          noValidate
          aria-label={label}
          className={className ?? "grid gap-5"}
        >
          {BrowserChecks && <BrowserChecks form={form} onChecks={takeChecks} />}
          <FormOutcome prefix={prefix} state={state} refusal={inBrowser} />
          {formId && <input type="hidden" name="id" value={keptId(state?.values.id) ?? formId} />}
          {children}
        </form>
      </PendingContext>
    </FormContext>
  );
}

/** Loads the checks when they are first needed. */
function useChecks(loadChecks: Props["loadChecks"]) {
  const [BrowserChecks, setBrowserChecks] = useState<ComponentType<BrowserChecksProps> | null>(null);
  const [checks, setChecks] = useState<Checks | null>(null);
  const asked = useRef<Promise<Checks> | null>(null);
  const tell = useRef<(checks: Checks) => void>(() => {});

  const load = (): Promise<Checks> => {
    if (checks) return Promise.resolve(checks);
    asked.current ??= new Promise<Checks>((resolve, reject) => {
      tell.current = resolve;
      loadChecks().then(
        (loaded) => setBrowserChecks(() => loaded),
        (error) => {
          // The next call loads them again.
          asked.current = null;
          reject(error);
        },
      );
    });
    return asked.current;
  };
  const takeChecks = useCallback((news: Checks) => {
    setChecks(news);
    tell.current(news);
  }, []);
  return { BrowserChecks, checks, takeChecks, load };
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

function isHidden(control: Element | RadioNodeList | null): boolean {
  return control === null || (control instanceof HTMLInputElement && control.type === "hidden");
}
