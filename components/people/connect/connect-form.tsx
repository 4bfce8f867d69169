"use client";

import { TextAreaField, TextField } from "@/components/forms/fields";
import { useField } from "@/components/forms/form-context";
import { ValidatedForm } from "@/components/forms/validated-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { connectAction } from "@/lib/people/connect/actions";
import { connectSchema } from "@/lib/people/connect/schema";

interface Props {
  /** Made on the server with the page, so that pressing twice is one request. */
  formId: string;
  /** Proof of when this very form was handed out: good with this id alone. */
  issued: string;
}

/**
 * Id and proof, which belong together: both of the page, or both of an answer that gives a used form new ones. An id alone
 * that was kept over a refusal would stand beside the next page's proof.
 */
function FormProof({ formId, issued }: Props) {
  const { value: id } = useField("id");
  const { value: proof } = useField("issued");
  const renewed = id && proof ? { id, issued: proof } : { id: formId, issued };
  return (
    <>
      <input type="hidden" name="id" value={renewed.id} />
      <input type="hidden" name="issued" value={renewed.issued} />
    </>
  );
}

export function ConnectForm({ formId, issued }: Props) {
  return (
    <ValidatedForm action={connectAction} schema={connectSchema} label="Connect with Us">
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="name" label="Name" autoComplete="name" />
        <TextField name="company" label="Company" autoComplete="organization" />
        <TextField name="email" type="email" label="Email" autoComplete="email" inputMode="email" />
        <TextField name="phone" type="tel" label="Phone" autoComplete="tel" inputMode="tel" optional />
      </div>
      <TextAreaField name="need" label="What do you need" optional rows={4} />
      <FormProof formId={formId} issued={issued} />
      {/* Programs fill in what they find; people never meet this field. Not display:none, which programs look for. */}
      <div aria-hidden="true" className="absolute -left-[9999px] size-px overflow-hidden">
        <label htmlFor="connect-website">Website</label>
        <input id="connect-website" name="website" type="text" tabIndex={-1} autoComplete="off" defaultValue="" />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <SubmitButton>Send to portal support</SubmitButton>
        <p className="text-sm text-muted">We answer by mail.</p>
      </div>
    </ValidatedForm>
  );
}
