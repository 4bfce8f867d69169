import { ActionForm } from "@/components/forms/action-form";
import { ChoicesField } from "@/components/forms/choices-field";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { mergeCaseAction } from "@/lib/threads/cases/staff/actions";
import type { MergeEnd, MergePreview } from "@/lib/threads/cases/staff/merges/queries";

type Preview = MergePreview & { readonly into: MergeEnd };

/** What a merge of the two would do, and the button that does it; or why it cannot be done. */
export function MergeCase({ preview }: { preview: Preview }) {
  const { from, into, refusal, leftOut } = preview;
  if (refusal) {
    return (
      <Callout tone="warning" title="These two cannot be merged">
        {refusal} <TextLink href={routes.staffCase(into.number)}>Open {into.number}</TextLink>
      </Callout>
    );
  }
  return (
    <Panel title={`Merge ${from.number} into ${into.number}`}>
      <div className="grid gap-4 text-sm">
        <dl className="grid gap-3">
          <End term="Is closed" end={from} />
          <End term="Goes on" end={into} />
        </dl>
        <WhatHappens preview={preview} />
        <ActionForm action={mergeCaseAction} label="Merge the cases" className="grid gap-4">
          <input type="hidden" name="number" value={from.number} />
          <input type="hidden" name="into" value={into.number} />
          {leftOut.length > 0 && (
            <ChoicesField
              name="add"
              label={`Add to ${into.number}`}
              help={`They have to do with ${from.number} alone. Added, they read everything in ${into.number}.`}
              choices={leftOut.map(({ id, label }) => ({ value: id, label }))}
            />
          )}
          <SubmitButton className="justify-self-start">Merge</SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}

function WhatHappens({ preview: { from, into } }: { preview: Preview }) {
  return (
    <ul className="grid list-disc gap-1 pl-5">
      <li>
        {from.number} is closed as merged. Its messages stay in it, and its contacts are told that it goes on in{" "}
        {into.number}.
      </li>
      <li>
        What they write to {from.number} from then on, here or by mail, lands in {into.number}.
      </li>
      <li>
        An answer that is owed in {from.number} is owed in {into.number}, at the earlier of both times.
      </li>
      <li>
        Colleagues who follow {from.number} follow {into.number}.
      </li>
      {into.severity && into.severity !== from.severity && (
        <li>
          The severity of {into.number} stays {SEVERITY_LABELS[into.severity]}.
        </li>
      )}
      <li className="font-semibold">A merge cannot be undone.</li>
    </ul>
  );
}

function End({ term, end: { number, subject, openedByName, severity } }: { term: string; end: MergeEnd }) {
  return (
    <div className="min-w-0 wrap-anywhere">
      <dt className="text-xs text-muted">{term}</dt>
      <dd>
        <TextLink href={routes.staffCase(number)}>
          <span className="tabular">{number}</span> {subject}
        </TextLink>
        <span className="block text-xs text-muted">
          Filed by {openedByName}
          {severity && `. ${SEVERITY_LABELS[severity]}`}
        </span>
      </dd>
    </div>
  );
}
