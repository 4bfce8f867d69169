import { ArrowDown, ArrowUp } from "lucide-react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SeenField } from "@/components/forms/seen-field";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { FaqDocument, FaqGroup } from "@/lib/site/faq/document/schema";
import { FAQ_AUDIENCE_LABELS } from "@/lib/site/faq/rules";
import { arrangeFaqAction, saveGroupAction } from "@/lib/site/faq/staff/actions";

interface Props {
  brand: string;
  /** The newest version when the page was made. */
  seen: string | null;
  document: FaqDocument;
}

/** Groups and questions in their order, with what moves them. Each change is one of the draft. */
export function FaqOutline({ brand, seen, document }: Props) {
  return (
    <div className="grid grid-cols-1 gap-6">
      {document.groups.length === 0 && (
        <EmptyState title="No question yet">Begin with a group, such as Signing in.</EmptyState>
      )}
      {document.groups.map((group) => (
        <Panel
          key={group.id}
          title={<span className="wrap-anywhere">{group.title}</span>}
          action={<Arrange {...{ brand, seen }} thing="group" name={group.id} words={group.title} />}
        >
          <Entries {...{ brand, seen, group }} />
          <GroupForm key={group.title} {...{ brand, seen, group }} />
        </Panel>
      ))}
      <Panel title="Another group">
        <GroupForm key={document.groups.length} {...{ brand, seen }} group={null} />
      </Panel>
    </div>
  );
}

type Place = Pick<Props, "brand" | "seen">;

function Entries({ brand, seen, group }: Place & { group: FaqGroup }) {
  return (
    <div className="grid gap-2 text-sm">
      {group.entries.length > 0 && (
        <ul className="divide-y divide-line">
          {group.entries.map(({ id, question, audience, onHomePage }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
              <span className="grid min-w-0">
                <TextLink href={routes.staffFaqEntry({ brand, entry: id })} className="wrap-anywhere">
                  {question}
                </TextLink>
                <span className="text-xs text-muted">
                  {FAQ_AUDIENCE_LABELS[audience]}
                  {onHomePage && ", on the home page"}
                </span>
              </span>
              <Arrange {...{ brand, seen }} thing="entry" name={id} words={question} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <TextLink href={routes.staffFaqEntry({ brand, group: group.id })} className="inline-block py-1">
          Add a question<span className="sr-only">{` to ${group.title}`}</span>
        </TextLink>
      </p>
    </div>
  );
}

interface ArrangeProps extends Place {
  thing: "entry" | "group";
  name: string;
  words: string;
}

function Arrange({ brand, seen, thing, name, words }: ArrangeProps) {
  const of = <span className="sr-only">{` ${words}`}</span>;
  return (
    <ActionForm
      key={`${seen}`}
      action={arrangeFaqAction}
      formId={uuidv7()}
      label={`Place of ${words}`}
      className="flex flex-wrap items-center gap-1"
    >
      <input type="hidden" name="brand" value={brand} />
      {seen && <SeenField value={seen} />}
      <input type="hidden" name="thing" value={thing} />
      <input type="hidden" name="name" value={name} />
      <SubmitButton variant="quiet" size="small" name="act" value="up" icon={<ArrowUp aria-hidden size={16} />}>
        <span className="sr-only">Move up</span>
        {of}
      </SubmitButton>
      <SubmitButton variant="quiet" size="small" name="act" value="down" icon={<ArrowDown aria-hidden size={16} />}>
        <span className="sr-only">Move down</span>
        {of}
      </SubmitButton>
      <SubmitButton variant="quiet" size="small" name="act" value="remove">
        Remove{of}
      </SubmitButton>
    </ActionForm>
  );
}

function GroupForm({ brand, seen, group }: Place & { group: FaqGroup | null }) {
  const form = (
    <ActionForm
      action={saveGroupAction}
      formId={uuidv7()}
      label={group ? `Title of ${group.title}` : "Another group"}
      values={{ title: group?.title ?? "" }}
      className="grid max-w-sm gap-3"
    >
      <input type="hidden" name="brand" value={brand} />
      {seen && <SeenField value={seen} />}
      {group && <input type="hidden" name="group" value={group.id} />}
      <TextField name="title" label="Title" maxLength={80} autoComplete="off" />
      <SubmitButton variant="secondary" size="small" className="justify-self-start">
        {group ? "Save title" : "Add group"}
      </SubmitButton>
    </ActionForm>
  );
  if (!group) return form;
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-11 cursor-pointer items-center font-semibold text-accent lg:min-h-8">
        Another title<span className="sr-only">{` for ${group.title}`}</span>
      </summary>
      {form}
    </details>
  );
}
