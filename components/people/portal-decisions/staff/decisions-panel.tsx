import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { handBackAction, handBackFieldAction } from "@/lib/people/portal-decisions/actions";
import type { PortalDecision, StandingDecisions } from "@/lib/people/portal-decisions/queries";
import { PORTAL_FIELD_LABELS } from "@/lib/people/portal-decisions/rules";

/** The page that the panel is on. */
type Page = { readonly kind: ThreadKind; readonly number: string } | { readonly person: string };

interface Props {
  standing: Pick<StandingDecisions, "fields" | "decisions"> & { readonly contactId: string | null };
  page: Page;
}

/** Lists what imports leave unchanged because it was decided in the portal. Renders nothing if nothing was decided. */
export function DecisionsPanel({ standing: { contactId, fields, decisions }, page }: Props) {
  if (fields.length === 0 && decisions.length === 0) return null;
  return (
    <Panel title={<span id="decisions">Decided in the portal</span>}>
      <div className="grid gap-3 text-sm">
        <p className="text-muted">Imports leave this alone until it is handed back to the ERP.</p>
        <ul className="grid gap-3">
          {contactId !== null &&
            fields.map((field) => (
              <Line key={field} action={handBackFieldAction} words={PORTAL_FIELD_LABELS[field]} page={page}>
                <input type="hidden" name="contact" value={contactId} />
                <input type="hidden" name="field" value={field} />
              </Line>
            ))}
          {decisions.map(({ id, words }: PortalDecision) => (
            <Line key={id} action={handBackAction} words={words} page={page}>
              <input type="hidden" name="decision" value={id} />
            </Line>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function Line({
  action,
  words,
  page,
  children,
}: {
  action: FormAction;
  words: string;
  page: Page;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-2">
      <span className="wrap-anywhere">{words}</span>
      <ActionForm action={action} className="no-print grid gap-2">
        {children}
        {Object.entries(page).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SubmitButton variant="quiet" size="small">
          Hand back to the ERP
          <span className="sr-only">: {words}</span>
        </SubmitButton>
      </ActionForm>
    </li>
  );
}
