"use client";

import { useState } from "react";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { useField } from "@/components/forms/form-context";
import { dropCaseDraft, keepCaseDraft, readCaseDraft } from "@/components/threads/cases/case-draft";
import { fillForm, readForm } from "@/components/threads/cases/form-values";
import { SimilarCases } from "@/components/threads/cases/similar-cases";
import { FileField } from "@/components/threads/file-field";
import { type FormDraft, NewThreadForm } from "@/components/threads/new-thread-form";
import { TextLink } from "@/components/ui/text-link";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { routes } from "@/lib/routes";

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one chat. */
  formId: string;
  /** From chatDraftKey. */
  draftKey: string;
  /** Companies that a chat can be about, the primary one first. With one there is nothing to choose. */
  companies: readonly { readonly id: string; readonly name: string }[];
  products: readonly { readonly name: string }[];
}

/** Starts a chat. Without JavaScript a plain form; with it a draft is kept. */
export function NewChatForm({ action, formId, draftKey, companies, products }: Props) {
  const [asked, setAsked] = useState({ text: "", product: "" });
  /** Reads the form: what is suggested depends on it. */
  const look = (form: HTMLFormElement) => {
    const values = readForm(form);
    setAsked({ text: `${values.subject ?? ""} ${values.description ?? ""}`, product: values.product ?? "" });
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
      label="New chat"
      values={{}}
      draft={draft}
      className="grid gap-5"
      button="Start chat"
      page={routes.chats}
    >
      <AsCase />
      {companies.length > 1 && (
        <SelectField name="company" label="Company">
          {companies.map((company) => (
            <option key={company.id} value={company.id}>
              {company.name}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField name="product" label="Product" placeholder="Choose a product">
        {products.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={OTHER_PRODUCT}>{OTHER_PRODUCT}</option>
      </SelectField>
      <TextField name="subject" label="Subject" maxLength={200} autoComplete="off" />
      <div>
        <TextAreaField name="description" label="Message" rows={4} />
        <SimilarCases {...asked} />
      </div>
      <FileField name="files[]" />
    </NewThreadForm>
  );
}

/** After a refusal: the way to a case, with what was typed. */
function AsCase() {
  const [subject, description] = [useField("subject").value ?? "", useField("description").value ?? ""];
  if (subject === "" && description === "") return null;
  return (
    <p className="text-sm text-muted">
      Or <TextLink href={routes.casesNewWith({ subject, description })}>add a new case</TextLink> with what you typed.
    </p>
  );
}
