import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { choicesOf } from "@/components/ui/choices";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { FAQ_AUDIENCES } from "@/db/schema/content-constants";
import type { FaqDocumentEntry, FaqGroup } from "@/lib/site/faq/document/schema";
import { FACT_NAMES, FAQ_AUDIENCE_LABELS } from "@/lib/site/faq/rules";
import { saveEntryAction } from "@/lib/site/faq/staff/actions";
import { ANSWER_LENGTH } from "@/lib/site/faq/staff/schema";

interface Props {
  brand: string;
  seen: string | null;
  groups: readonly FaqGroup[];
  /** Of a new entry, the group that it shall be in. */
  group: string;
  /** Null: a new one. */
  entry: FaqDocumentEntry | null;
}

export function EntryForm({ brand, seen, groups, group, entry }: Props) {
  return (
    <Panel>
      <ActionForm
        action={saveEntryAction}
        formId={uuidv7()}
        label="Question"
        values={{
          group,
          question: entry?.question ?? "",
          answer: entry?.answer ?? "",
          audience: entry?.audience ?? "public",
          onHomePage: entry?.onHomePage ? "yes" : "no",
        }}
      >
        <input type="hidden" name="brand" value={brand} />
        {seen && <SeenField value={seen} />}
        {entry && <input type="hidden" name="entry" value={entry.id} />}
        <TextField name="question" label="Question" maxLength={200} autoComplete="off" />
        <TextAreaField
          name="answer"
          label="Answer"
          rows={10}
          maxLength={ANSWER_LENGTH}
          help={
            <>
              Plain text, paragraphs parted by an empty line. Lines that begin with <code>-</code> are a list, with{" "}
              <code>1.</code> steps; <code>**bold**</code>, <code>[words](/login)</code>. Facts of the brand:{" "}
              <span className="wrap-anywhere">{FACT_NAMES.map((name) => `{${name}}`).join(" ")}</span>
            </>
          }
        />
        <div className="grid gap-4 sm:grid-cols-3">
          <SelectField name="group" label="Group">
            {groups.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </SelectField>
          <SelectField name="audience" label="Who sees it" help="Support clients have a support agreement in force.">
            {choicesOf(FAQ_AUDIENCES, FAQ_AUDIENCE_LABELS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </SelectField>
          <SelectField name="onHomePage" label="On the home page" help="If everybody sees it. The first six are shown.">
            <option value="no">No</option>
            <option value="yes">Yes</option>
          </SelectField>
        </div>
        <SubmitButton className="justify-self-start">Save draft</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
