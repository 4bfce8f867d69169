import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { Callout } from "@/components/ui/callout";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Moment } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";
import { approveChangeAction, declineChangeAction } from "@/lib/threads/requests/staff/actions";
import type { StaffChange, StaffRequest } from "@/lib/threads/requests/staff/queries";
import { TeamChoice } from "./team-choice";

interface Props {
  found: StaffRequest;
  change: StaffChange;
  /** UUIDs (version 7) made for this page. */
  approveId: string;
  declineId: string;
}

/** The change that is asked for, and for administrators the forms to approve or decline it. */
export function ChangePanel({ found, change, approveId, declineId }: Props) {
  const { field, before, wanted, now, nowDigest, decision } = change;
  return (
    <Panel title={`Change of ${CHANGE_LABELS[field].toLowerCase()}`}>
      <div className="grid gap-5">
        <DefinitionList columns={2}>
          <Fact term="Before">
            <span className="wrap-anywhere">{before}</span>
          </Fact>
          <Fact term="Wanted">
            <span className="font-semibold wrap-anywhere">{wanted}</span>
          </Fact>
          {change.applied && (
            <Fact term="Written">
              <span className="wrap-anywhere">{change.applied}</span>
            </Fact>
          )}
          <Fact term="Decision">
            <State found={found} change={change} />
          </Fact>
        </DefinitionList>
        {change.state === "waiting" && now !== before && (
          <Callout tone="warning" title="The record has changed since this was asked">
            <span className="wrap-anywhere">It holds “{now}” today.</span>
          </Callout>
        )}
        {decision && (
          <div className="no-print grid gap-6 border-t border-line pt-4 lg:grid-cols-2">
            <ActionForm
              // A new key when the record has changed: the decision is about what it holds now.
              key={nowDigest}
              action={approveChangeAction}
              formId={approveId}
              label="Approve"
              className="grid content-start gap-3"
              values={{ sentence: "Done: this is changed as you asked." }}
            >
              <input type="hidden" name="number" value={found.number} />
              <input type="hidden" name="nowDigest" value={nowDigest} />
              <Seen found={found} />
              <Choices field={field} decision={decision} wanted={wanted} />
              <TextAreaField
                name="sentence"
                label="Sentence to the client"
                rows={2}
                help="It goes out as a message, and the request is closed."
              />
              {(field === "rights" || field === "support") && (
                <p className="text-sm text-muted">From then on imports leave this contact’s rights alone.</p>
              )}
              <SubmitButton className="justify-self-start">Approve</SubmitButton>
            </ActionForm>
            <ActionForm
              action={declineChangeAction}
              formId={declineId}
              label="Decline"
              className="grid content-start gap-3"
            >
              <input type="hidden" name="number" value={found.number} />
              <Seen found={found} />
              <TextAreaField
                name="sentence"
                label="Why it is declined"
                rows={2}
                help="It goes out as a message, and the request is closed. Nothing is changed."
              />
              <SubmitButton variant="secondary" className="justify-self-start">
                Decline
              </SubmitButton>
            </ActionForm>
          </div>
        )}
      </div>
    </Panel>
  );
}

/** The newest message on screen, to be sent along: the client may write while the page is open. */
function Seen({ found }: { found: StaffRequest }) {
  return <input type="hidden" name="seen" value={found.thread.newestMessageId ?? ""} />;
}

function State({ found, change }: { found: StaffRequest; change: StaffChange }) {
  if (change.state === "waiting") {
    if (found.status === "closed") return <span className="text-muted">Closed without a decision</span>;
    return (
      <>
        <StatusDot tone="warning">Waiting</StatusDot>
        {!change.decision && <span className="block text-xs text-muted">Administrators decide it.</span>}
      </>
    );
  }
  return (
    <>
      <StatusDot tone={change.state === "approved" ? "success" : "neutral"}>
        {change.state === "approved" ? "Approved" : "Declined"}
      </StatusDot>
      <span className="block text-xs text-muted">
        {change.decidedByName}
        {change.decidedWhen && (
          <>
            , <Moment value={change.decidedWhen} />
          </>
        )}
      </span>
    </>
  );
}

interface ChoicesProps {
  field: StaffChange["field"];
  decision: NonNullable<StaffChange["decision"]>;
  wanted: string;
}

/** Fields for what the client's words do not determine; the approver chooses. */
function Choices({ field, decision, wanted }: ChoicesProps) {
  if (field === "company")
    return <CompanyField decision={decision} help="Their invoices and agreements change with it." />;
  if (field === "relations") {
    return (
      <>
        <RadioField
          name="relation"
          legend="What is to be done"
          options={[
            { value: "add", label: "Add the company" },
            {
              value: "remove",
              label: "Remove the company",
              help: "Imports do not bring it back until you hand it back to the ERP.",
            },
          ]}
        />
        <CompanyField
          decision={decision}
          help={
            decision.relations.length > 0
              ? `Related today: ${decision.relations.map(({ name, number }) => `${name} (${number})`).join(", ")}.`
              : "Related to no other company today."
          }
        />
      </>
    );
  }
  return field === "account_team" ? <TeamChoice decision={decision} wanted={wanted} /> : null;
}

function CompanyField({ decision, help }: { decision: ChoicesProps["decision"]; help: string }) {
  const offered = [...new Map([...decision.relations, ...decision.companies].map((one) => [one.id, one])).values()];
  return (
    <>
      <TextField
        name="company"
        label="Company"
        list="change-companies"
        autoComplete="off"
        maxLength={200}
        help={`Its name, or its number in the ERP. ${help}`}
      />
      <datalist id="change-companies">
        {offered.map(({ id, name, number }) => (
          <option key={id} value={number}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
