import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PortalField, ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { handBackAction, handBackFieldAction } from "@/lib/people/portal-decisions/actions";
import type { PortalDecision } from "@/lib/people/portal-decisions/queries";
import { PORTAL_FIELD_LABELS } from "@/lib/people/portal-decisions/rules";

/** The page that a form is on. `list`: query of the address of the list of all decisions. */
export type DecisionsPage =
  | { readonly kind: ThreadKind; readonly number: string }
  | { readonly person: string }
  | { readonly agreement: string }
  | { readonly contactPage: string }
  | { readonly companyPage: string }
  | { readonly list: string };

interface FieldProps {
  contact: string;
  field: PortalField;
  /** Names the contact to screen readers, on a page about several. */
  of?: string;
  /** Stands below the field's name. */
  detail?: ReactNode;
  page: DecisionsPage;
}

/** An edited field of a contact, with the button that hands it back. */
export function FieldLine({ contact, field, of, detail, page }: FieldProps) {
  const words = PORTAL_FIELD_LABELS[field];
  return (
    <li className={LINE}>
      <span className="grid min-w-0 gap-0.5 wrap-anywhere">
        {words}
        {detail && <span className="grid text-xs font-normal text-muted">{detail}</span>}
      </span>
      <HandBack action={handBackFieldAction} words={of ? `${words} of ${of}` : words} page={page}>
        <input type="hidden" name="contact" value={contact} />
        <input type="hidden" name="field" value={field} />
      </HandBack>
    </li>
  );
}

/** A decision in words, with the button that hands it back. */
export function DecisionLine({ decision, page }: { decision: PortalDecision; page: DecisionsPage }) {
  return (
    <li className={LINE}>
      <span className="wrap-anywhere">{decision.words}</span>
      <HandBackDecision decision={decision} page={page} />
    </li>
  );
}

const LINE = "flex flex-wrap items-center justify-between gap-x-4 gap-y-1";

/** The button that hands a decision back. */
export function HandBackDecision({ decision: { id, words }, page }: { decision: PortalDecision; page: DecisionsPage }) {
  return (
    <HandBack action={handBackAction} words={words} page={page}>
      <input type="hidden" name="decision" value={id} />
    </HandBack>
  );
}

interface Props {
  action: FormAction;
  /** What is handed back, for screen readers. */
  words: string;
  page: DecisionsPage;
  children: ReactNode;
}

function HandBack({ action, words, page, children }: Props) {
  return (
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
  );
}
