"use client";

import { TextAreaField, TextField } from "@/components/forms/fields";
import { useField } from "@/components/forms/form-context";
import { ValidatedForm } from "@/components/forms/validated-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ConnectField } from "@/db/schema/brand-content";
import { connectAction } from "@/lib/people/connect/actions";

interface Props {
  /** Made on the server with the page, so that a form sent twice makes one request. */
  formId: string;
  /** Signed time at which the form was rendered; valid together with `formId` only. */
  issued: string;
}

interface FormProps extends Props {
  /** Of the fields that may be left empty, those that are asked for at all. */
  fields: readonly ConnectField[];
  /** The form asks for an upgrade, by this question. */
  upgradeAsk?: string;
}

/**
 * Id and signed time, always as a pair: both from the page, or both from an answer that replaced those of a used form.
 * An id kept after a refusal would not match the next page's signed time.
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

const loadChecks = async () => (await import("./connect-checks")).ConnectChecks;

export function ConnectForm({ formId, issued, fields, upgradeAsk }: FormProps) {
  return (
    <ValidatedForm
      action={connectAction}
      loadChecks={loadChecks}
      label={upgradeAsk === undefined ? "Connect with Us" : "Upgrade"}
    >
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField name="name" label="Name" autoComplete="name" />
        <TextField name="company" label="Company" autoComplete="organization" />
        <TextField name="email" type="email" label="Email" autoComplete="email" inputMode="email" />
        {fields.includes("phone") && (
          <TextField name="phone" type="tel" label="Phone" autoComplete="tel" inputMode="tel" optional />
        )}
      </div>
      {upgradeAsk !== undefined && <input type="hidden" name="about" value="upgrade" />}
      {fields.includes("need") && (
        <TextAreaField name="need" label={upgradeAsk ?? "What do you need"} optional rows={4} />
      )}
      <FormProof formId={formId} issued={issued} />
      {/* A honeypot: programs fill it in, people never see it. Not display:none, which such programs check. */}
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
