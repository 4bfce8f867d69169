import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { PHONE_KINDS } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { addPhoneAction, changePhoneAction, removePhoneAction } from "@/lib/people/settings/actions";
import type { Phone } from "@/lib/people/settings/queries";
import { MAX_PHONES, PHONE_LABELS } from "@/lib/people/settings/rules";
import { type Editing, settingsHref } from "@/lib/people/settings/schema";
import { routes } from "@/lib/routes";
import { CancelLink, EditLink } from "./edit-link";
import { FocusFirst } from "./focus-first";

interface Props {
  phones: readonly Phone[];
  editing: Editing | null;
  /** A UUID (version 7) made with the page. */
  formId: string;
}

const shut = settingsHref(routes.settings, "profile");

export function PhonesPanel({ phones, editing, formId }: Props) {
  const isAdding = editing?.kind === "add-phone";
  return (
    <Panel
      title="Phone numbers"
      level={3}
      action={
        !isAdding &&
        phones.length < MAX_PHONES && (
          <EditLink href={settingsHref(routes.settings, "profile", { editing: { kind: "add-phone" } })}>
            Add a number
          </EditLink>
        )
      }
    >
      {phones.length === 0 && !isAdding && <p className="text-sm text-muted">You have no phone number here yet.</p>}
      <ul className="grid divide-y divide-line">
        {phones.map((phone) => (
          <li key={phone.id} className="py-2.5">
            {editing?.kind === "phone" && editing.id === phone.id ? (
              <EditPhone phone={phone} />
            ) : (
              <div className="flex items-center justify-between gap-4 text-sm">
                <div className="grid min-w-0 gap-x-6 sm:grid-cols-[6rem_minmax(0,1fr)]">
                  <span className="text-muted">{PHONE_LABELS[phone.kind]}</span>
                  <span className="tabular wrap-anywhere">{phone.number}</span>
                </div>
                <EditLink
                  href={settingsHref(routes.settings, "profile", { editing: { kind: "phone", id: phone.id } })}
                  of={`${PHONE_LABELS[phone.kind]}, ${phone.number}`}
                >
                  Edit
                </EditLink>
              </div>
            )}
          </li>
        ))}
      </ul>
      {isAdding && (
        <div className="border-t border-line pt-4 first:border-0">
          <PhoneForm action={addPhoneAction} formId={formId} label="Add a number" values={{ kind: "work" }} />
        </div>
      )}
    </Panel>
  );
}

function EditPhone({ phone }: { phone: Phone }) {
  return (
    <div className="grid gap-4 py-2">
      <PhoneForm
        action={changePhoneAction}
        phone={phone.id}
        label={`Edit ${phone.number}`}
        values={{ kind: phone.kind, number: phone.number }}
      />
      <ActionForm action={removePhoneAction} label={`Remove ${phone.number}`} className="grid gap-4">
        <input type="hidden" name="phone" value={phone.id} />
        <div>
          <SubmitButton variant="secondary" pendingLabel="Removing">
            Remove this number
          </SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

interface FormProps {
  action: FormAction;
  formId?: string;
  phone?: string;
  label: string;
  values: Readonly<Record<string, string>>;
}

function PhoneForm({ action, formId, phone, label, values }: FormProps) {
  return (
    <ActionForm action={action} {...(formId ? { formId } : {})} label={label} values={values} className="grid gap-4">
      {phone && <input type="hidden" name="phone" value={phone} />}
      <FocusFirst />
      <div className="grid gap-4 sm:grid-cols-[9rem_minmax(0,1fr)]">
        <SelectField name="kind" label="Kind">
          {PHONE_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {PHONE_LABELS[kind]}
            </option>
          ))}
        </SelectField>
        <TextField
          name="number"
          label="Phone number"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={60}
          help="With the area code. Start with + outside your company’s country."
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingLabel="Saving">Save number</SubmitButton>
        <CancelLink href={shut} />
      </div>
    </ActionForm>
  );
}
