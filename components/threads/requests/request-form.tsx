"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { useField } from "@/components/forms/form-context";
import { dropDraft, keepDraft, readDraft } from "@/components/threads/draft";
import { FileField } from "@/components/threads/file-field";
import { Button } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
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
  /** Where the text is kept in this browser; holds the person's id. */
  draftKey: string;
  kind: AskedKind;
  label: string;
  /** Nobody to choose from where it is empty. */
  members: readonly Choice[];
  agreements: readonly Choice[];
  agreementLabel: string;
  /** A day is asked for; the first one to choose, `YYYY-MM-DD`. */
  neededFrom: string | null;
  messageHelp: string;
  values: Readonly<Record<string, string>>;
  /** What stands above the button: when an answer comes. */
  expected: string;
}

/** Without JavaScript a plain form. With it the text is kept in this browser until it is sent. */
export function RequestForm(props: Props) {
  const { action, formId, draftKey, kind, label, members, agreements, neededFrom, values, expected } = props;
  const [id, setId] = useState(formId);
  const [isRestored, setRestored] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const lastSent = useRef<string | null>(null);
  // A list of one leaves nothing to choose; who was asked for by name is written to all the same.
  const onlyOne = members.length === 1 && members[0]?.value === values.member ? members[0] : null;
  const text = () => box.current?.querySelector("textarea") ?? null;

  const begin = useEffectEvent(() => {
    const field = text();
    const draft = field?.value === "" ? readDraft(draftKey) : null;
    // A page that the router kept carries the id of a form that was sent from it: every visit begins with its own, unless
    // what is back was sent and no answer came.
    setId(draft?.sentAs ?? uuidv7());
    if (draft && field) {
      field.value = draft.text;
      setRestored(true);
    }
  });
  useEffect(() => begin(), []);

  const onInput = () => {
    keepDraft(draftKey, text()?.value ?? "");
    if (isRestored) setRestored(false);
  };

  const onSubmit = () => {
    const form = box.current?.closest("form");
    const sentAs = form && new FormData(form).get("id");
    if (typeof sentAs !== "string") return;
    lastSent.current = sentAs;
    keepDraft(draftKey, text()?.value ?? "", sentAs);
  };

  // A form that was used before comes back with another id: what is in it now was never sent.
  const onGiven = (given: string) => {
    if (lastSent.current !== null && given !== lastSent.current) keepDraft(draftKey, text()?.value ?? "");
  };

  const startOver = () => {
    dropDraft(draftKey);
    const field = text();
    if (field) field.value = "";
    setId(uuidv7());
    setRestored(false);
    field?.focus();
  };

  return (
    <div onSubmit={onSubmit}>
      <ActionForm action={action} formId={id} label={label} values={values} className="grid gap-5">
        <div ref={box} onInput={onInput} className="grid gap-5">
          <GivenId onGiven={onGiven} />
          <input type="hidden" name="kind" value={kind} />
          {values.invoice && <input type="hidden" name="invoice" value={values.invoice} />}
          {values.estimate && <input type="hidden" name="estimate" value={values.estimate} />}
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
        </div>
        <p className="text-sm text-muted">{expected}</p>
        <div>
          <SubmitButton>Send request</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

function Options({ choices }: { choices: readonly Choice[] }) {
  return choices.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
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
