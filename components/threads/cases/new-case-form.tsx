"use client";

import { useState } from "react";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { FileField } from "@/components/threads/file-field";
import { type FormDraft, NewThreadForm } from "@/components/threads/new-thread-form";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { dropCaseDraft, keepCaseDraft, readCaseDraft } from "./case-draft";
import { fillForm, readForm } from "./form-values";
import type { SeverityChoices } from "./severity-options";
import { SimilarCases } from "./similar-cases";
import { VersionField } from "./version-field";

interface Product {
  readonly name: string;
  readonly versions: readonly string[];
}

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one case. */
  formId: string;
  /** From caseDraftKey. */
  draftKey: string;
  /** Companies that a case can be filed for, the primary one first. With one there is nothing to choose. */
  companies: readonly { readonly id: string; readonly name: string }[];
  products: readonly Product[];
  severities: SeverityChoices;
  /** Values from the page's address. */
  prefill: { readonly subject: string; readonly description: string };
}

/** Without JavaScript a plain form. With it a draft is kept, and similar cases are suggested while typing. */
export function NewCaseForm({ action, formId, draftKey, companies, products, severities, prefill }: Props) {
  const [company, setCompany] = useState("");
  const [asked, setAsked] = useState({ text: "", product: "", version: "" });
  /** Reads the form: promises depend on the company, versions on the product, and suggestions on the text. */
  const look = (form: HTMLFormElement) => {
    const values = readForm(form);
    setCompany(values.company ?? "");
    const text = `${values.subject ?? ""} ${values.description ?? ""}`;
    setAsked({ text, product: values.product ?? "", version: values.productVersion ?? "" });
    return values;
  };
  const draft: FormDraft = {
    restore: (form) => {
      const typed = look(form);
      const kept = typed.subject || typed.description ? null : readCaseDraft(draftKey);
      if (kept) {
        fillForm(form, kept.values);
        look(form);
      }
      return kept;
    },
    keep: (form, sentAs) => keepCaseDraft(draftKey, look(form), sentAs),
    drop: (form) => {
      dropCaseDraft(draftKey);
      form.reset();
      look(form);
      form.querySelector<HTMLElement>("select, input:not([type=hidden])")?.focus();
    },
  };
  return (
    <NewThreadForm
      action={action}
      formId={formId}
      label="New case"
      values={prefill}
      draft={draft}
      className="relative grid gap-5"
      button="Send to support"
    >
      {companies.length > 1 && (
        <SelectField name="company" label="Company">
          {companies.map((company) => (
            <option key={company.id} value={company.id}>
              {company.name}
            </option>
          ))}
        </SelectField>
      )}
      <ProductFields products={products} chosen={asked.product} />
      <RadioField
        name="severity"
        legend="How badly is your plant hit?"
        help={(severities.coverageByCompany[company] ?? severities.coverage).map((words) => (
          <span key={words} className="block">
            {words}
          </span>
        ))}
        options={severities.byCompany[company] ?? severities.all}
      />
      <TextField name="subject" label="Subject" maxLength={200} autoComplete="off" />
      <div>
        <TextAreaField
          name="description"
          label="Description"
          help="What happens, since when, what you expected, and what you have tried."
          rows={7}
        />
        {/* In the flow below the two fields that suggestions depend on; on wide screens beside the form. */}
        <div className="xl:absolute xl:top-0 xl:bottom-0 xl:left-full xl:ml-8 xl:w-72">
          <div className="xl:sticky xl:top-20 xl:-mt-5">
            <SimilarCases {...asked} />
          </div>
        </div>
      </div>
      <FileField name="files[]" />
    </NewThreadForm>
  );
}

/** Product and version; versions are suggested for the chosen product. */
function ProductFields({ products, chosen }: { products: readonly Product[]; chosen: string }) {
  const versions = products.filter(({ name }) => chosen === "" || name === chosen).flatMap((one) => one.versions);
  return (
    <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <SelectField name="product" label="Product" placeholder="Choose a product">
        {products.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={OTHER_PRODUCT}>{OTHER_PRODUCT}</option>
      </SelectField>
      <VersionField versions={versions} />
    </div>
  );
}
