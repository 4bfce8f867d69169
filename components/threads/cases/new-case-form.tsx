"use client";

import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { useField } from "@/components/forms/form-context";
import { RadioField, type RadioOption } from "@/components/forms/radio-field";
import { FileField } from "@/components/threads/file-field";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { dropCaseDraft, keepCaseDraft, readCaseDraft } from "./case-draft";
import { fillForm, readForm } from "./form-values";
import { SimilarCases } from "./similar-cases";

interface Product {
  readonly name: string;
  readonly versions: readonly string[];
}

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one case. */
  formId: string;
  /** Of caseDraftKey. */
  draftKey: string;
  /** Those that a case can be filed for, the primary one first; no choice is offered among one. */
  companies: readonly { readonly id: string; readonly name: string }[];
  products: readonly Product[];
  severities: readonly RadioOption[];
  /** What the address brought along. */
  prefill: { readonly subject: string; readonly description: string };
}

/** Without JavaScript a plain form. With it a draft is kept, and what may help already is found while one types. */
export function NewCaseForm({ action, formId, draftKey, companies, products, severities, prefill }: Props) {
  const [id, setId] = useState(formId);
  const [product, setProduct] = useState("");
  const [text, setText] = useState("");
  const [isRestored, setRestored] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const lastSent = useRef<string | null>(null);
  const versionsId = useId();
  const form = () => box.current?.closest("form") ?? null;

  const look = () => {
    const element = form();
    if (!element) return;
    const values = readForm(element);
    setProduct(values.product ?? "");
    setText(`${values.subject ?? ""} ${values.description ?? ""}`);
    return values;
  };

  const begin = useEffectEvent(() => {
    const element = form();
    const typed = element && readForm(element);
    const isEmpty = !typed?.subject && !typed?.description;
    const draft = isEmpty ? readCaseDraft(draftKey) : null;
    // A page that the router kept carries the id of a form that was sent from it: every visit begins with its own, unless
    // what is back was sent and no answer came.
    setId(draft?.sentAs ?? uuidv7());
    if (draft && element) {
      fillForm(element, draft.values);
      setRestored(true);
    }
    look();
  });
  useEffect(() => begin(), []);

  const onInput = () => {
    const values = look();
    if (values) keepCaseDraft(draftKey, values);
    if (isRestored) setRestored(false);
  };

  const onSubmit = () => {
    const element = form();
    const sentAs = element && new FormData(element).get("id");
    if (!element || typeof sentAs !== "string") return;
    lastSent.current = sentAs;
    keepCaseDraft(draftKey, readForm(element), sentAs);
  };

  // A form that was used before comes back with another id: what is in it now was never sent.
  const onGiven = (given: string) => {
    const element = form();
    if (element && lastSent.current !== null && given !== lastSent.current) {
      keepCaseDraft(draftKey, readForm(element));
    }
  };

  const startOver = () => {
    dropCaseDraft(draftKey);
    form()?.reset();
    setId(uuidv7());
    setRestored(false);
    look();
    form()?.querySelector<HTMLElement>("select, input:not([type=hidden])")?.focus();
  };

  const versions = products.filter(({ name }) => product === "" || name === product).flatMap((one) => one.versions);
  return (
    <div onSubmit={onSubmit}>
      <ActionForm action={action} formId={id} label="New case" values={prefill} className="relative grid gap-5">
        <div ref={box} onInput={onInput} className="grid gap-5">
          <GivenId onGiven={onGiven} />
          <p
            role="status"
            className={isRestored ? "flex flex-wrap items-center gap-x-3 text-sm text-muted" : "sr-only"}
          >
            {isRestored && "Your draft is back. Files have to be added again."}
            {isRestored && (
              <Button variant="quiet" size="small" onClick={startOver}>
                Start over
              </Button>
            )}
          </p>
          {companies.length > 1 && (
            <SelectField name="company" label="Company">
              {companies.map((company) => (
                <option key={company.id} value={company.id}>
                  {company.name}
                </option>
              ))}
            </SelectField>
          )}
          <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_12rem]">
            <SelectField name="product" label="Product">
              <option value="">Choose a product</option>
              {products.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
              <option value={OTHER_PRODUCT}>{OTHER_PRODUCT}</option>
            </SelectField>
            <TextField
              name="productVersion"
              label="Version"
              optional
              maxLength={50}
              autoComplete="off"
              list={versions.length > 0 ? versionsId : undefined}
            />
            <datalist id={versionsId}>
              {[...new Set(versions)].map((version) => (
                <option key={version} value={version} />
              ))}
            </datalist>
          </div>
          <RadioField name="severity" legend="How badly is your plant hit?" options={severities} />
          <TextField name="subject" label="Subject" maxLength={200} autoComplete="off" />
          <div>
            <TextAreaField
              name="description"
              label="Description"
              help="What happens, since when, what you expected, and what you have tried."
              rows={7}
            />
            {/* In the flow it stands under both fields whose words it goes by; on a wide screen outside of it. */}
            <div className="xl:absolute xl:top-0 xl:bottom-0 xl:left-full xl:ml-8 xl:w-72">
              <div className="xl:sticky xl:top-20">
                <SimilarCases text={text} />
              </div>
            </div>
          </div>
          <FileField name="files[]" />
        </div>
        <div>
          <SubmitButton>Send to support</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

/** Tells of the id that a refusal came back with. */
function GivenId({ onGiven }: { onGiven: (id: string) => void }) {
  const { value } = useField("id");
  const tell = useEffectEvent(onGiven);
  useEffect(() => {
    if (value) tell(value);
  }, [value]);
  return null;
}
