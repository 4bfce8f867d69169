"use client";

import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { dropDraft, keepDraft, readDraft } from "@/components/threads/draft";
import { FileField } from "@/components/threads/file-field";
import { type FormDraft, NewThreadForm } from "@/components/threads/new-thread-form";
import type { FormAction } from "@/lib/gate/actions/result";
import type { AskedKind } from "@/lib/threads/requests/schema";

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one request. */
  formId: string;
  /** Key of the draft in this browser; holds the person's id. */
  draftKey: string;
  kind: AskedKind;
  /** The request was reached by **Upgrade**, whose label its subject gets. */
  isUpgrade?: boolean;
  label: string;
  /** Members to choose from; without any there is no choice. */
  members: readonly Choice[];
  agreements: readonly Choice[];
  agreementLabel: string;
  /** The first day that can be chosen, `YYYY-MM-DD`; null where no day is asked for. */
  neededFrom: string | null;
  messageHelp: string;
  values: Readonly<Record<string, string>>;
  /** Shown above the button: when an answer comes. */
  expected: string;
}

/** Without JavaScript a plain form. With it a draft is kept in this browser until it is sent. */
export function RequestForm(props: Props) {
  const { action, formId, draftKey, kind, label, members, agreements, neededFrom, values, expected } = props;
  // With one member, who is also the preset one, there is nothing to choose; the request still names them.
  const onlyOne = members.length === 1 && members[0]?.value === values.member ? members[0] : null;
  const draft: FormDraft = {
    restore: (form) => {
      const field = textOf(form);
      const kept = field?.value === "" ? readDraft(draftKey) : null;
      if (field && kept) field.value = kept.text;
      return kept;
    },
    keep: (form, sentAs) => keepDraft(draftKey, textOf(form)?.value ?? "", sentAs),
    drop: (form) => {
      dropDraft(draftKey);
      const field = textOf(form);
      if (field) field.value = "";
      field?.focus();
    },
  };
  return (
    <NewThreadForm
      action={action}
      formId={formId}
      label={label}
      values={values}
      draft={draft}
      className="grid gap-5"
      note={expected}
      button="Send request"
    >
      <input type="hidden" name="kind" value={kind} />
      {props.isUpgrade && <input type="hidden" name="upgrade" value="on" />}
      {values.invoice && <input type="hidden" name="invoice" value={values.invoice} />}
      {values.estimate && <input type="hidden" name="estimate" value={values.estimate} />}
      {agreements.length > 0 && (
        <SelectField name="agreement" label={props.agreementLabel} optional>
          <option value="">Another one, several, or not sure</option>
          <Options choices={agreements} />
        </SelectField>
      )}
      {members.length > 1 && (
        <SelectField name="member" label="To" optional>
          <option value="">Your account team</option>
          <Options choices={members} />
        </SelectField>
      )}
      {onlyOne && (
        <p className="text-sm">
          <span className="font-semibold">To</span> {onlyOne.label}
          <input type="hidden" name="member" value={onlyOne.value} />
        </p>
      )}
      {neededFrom && (
        <TextField
          name="neededBy"
          type="date"
          label="By when do you need it?"
          optional
          min={neededFrom}
          className="max-w-48"
        />
      )}
      <TextAreaField name="body" label="Message" help={props.messageHelp} rows={7} />
      <FileField name="files[]" />
    </NewThreadForm>
  );
}

const textOf = (form: HTMLFormElement) => form.querySelector("textarea");

function Options({ choices }: { choices: readonly Choice[] }) {
  return choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
