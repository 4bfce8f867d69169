import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { StandingDecisions } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";
import { DecisionLine, type DecisionsPage, FieldLine } from "./hand-back";

interface Props {
  standing: Pick<StandingDecisions, "fields" | "decisions"> & { readonly contactId: string | null };
  page: DecisionsPage;
}

/** Lists what imports leave unchanged because it was decided in the portal. Renders nothing if nothing was decided. */
export function DecisionsPanel({ standing: { contactId, fields, decisions }, page }: Props) {
  if (fields.length === 0 && decisions.length === 0) return null;
  return (
    <Panel
      title={<span id="decisions">Decided in the portal</span>}
      action={<TextLink href={routes.staffDecisions}>All decisions</TextLink>}
    >
      <div className="grid gap-3 text-sm">
        <p className="text-muted">Imports leave this alone until it is handed back to the ERP.</p>
        <ul className="grid gap-3">
          {contactId !== null &&
            fields.map((field) => <FieldLine key={field} contact={contactId} field={field} page={page} />)}
          {decisions.map((decision) => (
            <DecisionLine key={decision.id} decision={decision} page={page} />
          ))}
        </ul>
      </div>
    </Panel>
  );
}
