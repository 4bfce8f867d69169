"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { FileField } from "@/components/threads/file-field";
import { AddresseeField } from "@/components/threads/staff/begin/addressee-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";
import type { Addressee } from "@/lib/threads/staff/begin/queries";

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one request. */
  formId: string;
  people: readonly Addressee[];
  /** Sent along: the company and, where there is one, the document. */
  hidden: Readonly<Record<string, string>>;
  values: Readonly<Record<string, string>>;
}

/** A request to a contact. Without JavaScript a plain form. */
export function WriteFirstForm({ action, formId, people, hidden, values }: Props) {
  return (
    <ActionForm action={action} formId={formId} label="Write to a contact" values={values} className="grid gap-5">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <AddresseeField label="To" people={people} />
      <TextField name="subject" label="Subject" maxLength={200} autoComplete="off" />
      <TextAreaField
        name="body"
        label="Message"
        help="They get it by mail and in the portal, and can answer in both. The request waits on them and is yours."
        rows={8}
      />
      <FileField name="files[]" />
      <div>
        <SubmitButton>Send to the contact</SubmitButton>
      </div>
    </ActionForm>
  );
}
