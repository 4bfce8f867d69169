import { ActionForm } from "@/components/forms/action-form";
import { PasswordField, TextAreaField, TextField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { CASES_SCOPES, type ChangeField, REQUESTS_SCOPES } from "@/db/schema/constants";
import type { WantedRights } from "@/db/schema/requests";
import { askForChangeAction } from "@/lib/threads/requests/changes/actions";
import { CASES_WORDS, REQUESTS_WORDS, type TextField as TextFieldName } from "@/lib/threads/requests/changes/rules";

const TEXT: Readonly<Record<TextFieldName, { readonly label: string; readonly help?: string }>> = {
  name: { label: "New name", help: "First and last name." },
  email: {
    label: "New sign-in email",
    help: "Once it is changed you are logged out everywhere, and set a new password with the link “Don't remember your password?”. The address you have now is told by mail at once that you asked.",
  },
  company: { label: "New company", help: "The name of the company you work for now." },
  relations: { label: "Companies to add or remove" },
  account_team: { label: "Change of the account team", help: "Who should join or leave, or which role is missing." },
};

const MONEY = [
  { value: "none", label: "No invoices, estimates or statements" },
  { value: "read", label: "See invoices, estimates and statements" },
  { value: "pay", label: "See them and pay invoices" },
];
const scopes = (all: readonly (keyof typeof CASES_WORDS)[], words: typeof CASES_WORDS) =>
  all.map((value) => ({ value, label: words[value] }));

interface Props {
  field: ChangeField;
  rights: WantedRights;
  /** The address that the viewer signs in with today. */
  email: string;
  /** A UUID (version 7) made with the page: the same form sent twice is one request. */
  formId: string;
}

export function ChangeForm({ field, rights, email, formId }: Props) {
  const values = {
    money: rights.pay ? "pay" : rights.billing ? "read" : "none",
    requests: rights.requests,
    cases: rights.cases,
  };
  return (
    <ActionForm action={askForChangeAction} formId={formId} label="Request a change" values={values}>
      <input type="hidden" name="field" value={field} />
      <Wanted field={field} />
      <TextAreaField
        name="body"
        label="Message"
        optional
        help="Why, and since when or from when."
        rows={4}
        maxLength={20_000}
      />
      {field === "email" && (
        <>
          {/* Tells password managers whose password this is. It has no name, so it is not sent. */}
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            name="currentPassword"
            label="Current password"
            help="It shows that it is you who asks."
            autoComplete="current-password"
          />
        </>
      )}
      <div>
        <SubmitButton>Send request</SubmitButton>
      </div>
    </ActionForm>
  );
}

function Wanted({ field }: { field: ChangeField }) {
  if (field === "rights") {
    return (
      <>
        <RadioField name="money" legend="Invoices, estimates and statements" options={MONEY} />
        <RadioField
          name="requests"
          legend="Requests to the account team"
          options={scopes(REQUESTS_SCOPES, REQUESTS_WORDS)}
        />
      </>
    );
  }
  if (field === "support") {
    return <RadioField name="cases" legend="Support cases" options={scopes(CASES_SCOPES, CASES_WORDS)} />;
  }
  const { label, help } = TEXT[field];
  const isEmail = field === "email";
  return (
    <TextField
      name="wanted"
      label={label}
      help={help}
      maxLength={isEmail ? 254 : 300}
      autoComplete={field === "name" ? "name" : isEmail ? "email" : "off"}
      {...(isEmail ? { type: "email", inputMode: "email" as const } : {})}
    />
  );
}
