import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { erasePersonAction } from "@/lib/people/person-data/actions";
import type { Person } from "@/lib/people/person-data/queries";
import { GONE, KEPT } from "@/lib/people/person-data/rules";

/** What erasure takes and what it leaves, and the form that does it: a reason, and the address typed once more. */
export function ErasurePanel({ person }: { person: Person }) {
  return (
    <Panel title="Erase">
      <div className="grid gap-4 text-sm">
        <List title="Goes for good" lines={GONE} />
        <List title="Stays" lines={KEPT} />
        <ActionForm action={erasePersonAction} label="Erase" className="grid gap-4 border-t border-line pt-4">
          <input type="hidden" name="contact" value={person.id} />
          <TextField
            name="reason"
            label="Reason"
            help="It stays in the audit log, so do not name the person."
            autoComplete="off"
          />
          <TextField
            name="confirm"
            label="Address of the contact"
            help={`Type ${person.email} to confirm. This cannot be undone.`}
            autoComplete="off"
          />
          <SubmitButton variant="danger" className="justify-self-start">
            Erase this person
          </SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}

function List({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div className="grid gap-1">
      <h3 className="font-semibold">{title}</h3>
      <ul className="grid list-disc gap-1 pl-5">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
