import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { eraseVisitorAction } from "@/lib/people/connect/person-data/actions";
import { routes } from "@/lib/routes";

interface Props {
  visitor: { readonly id: string; readonly email: string };
}

/** What the portal holds on a visitor who has no account: taken as a file, or erased. */
export function VisitorDataPanel({ visitor: { id, email } }: Props) {
  return (
    <Panel title="Their data">
      <div className="grid gap-4 text-sm">
        <a href={routes.staffWaitingExport(id)} className={buttonClass("secondary")}>
          Download their data
        </a>
        <details>
          <summary className="cursor-pointer font-semibold">Erase</summary>
          <div className="mt-3 grid gap-4">
            <p>
              Every form of this address goes, with its name, company, phone and words, and mails to it lose their
              bodies. The audit log keeps that it was done, without the person. This cannot be undone.
            </p>
            <ActionForm action={eraseVisitorAction} label="Erase" className="grid gap-4">
              <input type="hidden" name="visitor" value={id} />
              <TextField
                name="reason"
                label="Reason"
                help="It stays in the audit log, so do not name the person."
                autoComplete="off"
              />
              <TextField
                name="confirm"
                label="Address of the visitor"
                help={`Type ${email} to confirm.`}
                autoComplete="off"
              />
              <SubmitButton variant="danger" className="justify-self-start">
                Erase this person
              </SubmitButton>
            </ActionForm>
          </div>
        </details>
      </div>
    </Panel>
  );
}
