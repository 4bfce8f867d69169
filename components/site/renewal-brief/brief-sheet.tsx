import type { ReactNode } from "react";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Day } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SEVERITIES } from "@/db/schema/constants";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import { AGREEMENT_KIND_LABELS, agreementState, renewalWindow, renewalWords } from "@/lib/people/agreements/rules";
import type { RenewalBrief } from "@/lib/site/renewal-brief/queries";
import { type CaseFigures, hoursWords } from "@/lib/site/renewal-brief/rules";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";

interface Props {
  brief: RenewalBrief;
  /** In place of the company's name: for staff a link. */
  company?: ReactNode;
}

/** The renewal brief: what was agreed, what came of it, what lapses. The same for the firm and the client. */
export function BriefSheet({ brief, company }: Props) {
  const { agreement, cases, lapse, today } = brief;
  return (
    <div className="grid max-w-reading grid-cols-1 gap-6">
      <Panel title="Agreement">
        <DefinitionList columns={3}>
          <Fact term="State">
            <State brief={brief} />
          </Fact>
          <Fact term="Kind">{AGREEMENT_KIND_LABELS[agreement.kind]}</Fact>
          <Fact term="Company">{company ?? brief.company.name}</Fact>
          <Fact term="First day">
            <Day value={agreement.startsOn} />
          </Fact>
          <Fact term="Last day">
            <Day value={agreement.endsOn} />
          </Fact>
          <Fact term="As of">
            <Day value={today} />
          </Fact>
        </DefinitionList>
      </Panel>
      <Panel title="Support in this term">
        {cases ? (
          <Figures cases={cases} />
        ) : (
          <p className="text-sm text-muted">
            Figures about cases are for contacts who see all cases of the company, while a support agreement is in
            force.
          </p>
        )}
      </Panel>
      <Panel title={lapse.on ? `What lapses on ${formatDay(lapse.on)}` : "What lapses"}>
        <ul className="grid list-disc gap-1 pl-5 text-sm">
          {lapse.lines.map((line) => (
            <li key={line} className="wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function State({ brief: { agreement, today, renewedUntil } }: { brief: RenewalBrief }) {
  const state = agreementState(agreement, today);
  if (state === "cancelled") return <StatusDot tone="neutral">Cancelled</StatusDot>;
  if (state === "upcoming") return <StatusDot tone="info">Begins {formatDay(agreement.startsOn)}</StatusDot>;
  if (renewedUntil !== null && state === "ended") {
    return <StatusDot tone="success">{lastDayWords("Renewed until", renewedUntil)}</StatusDot>;
  }
  const window = renewedUntil === null ? renewalWindow(agreement, today) : null;
  if (window) {
    return (
      <StatusDot tone={window === "ended" ? "danger" : "warning"}>{renewalWords(agreement.endsOn, today)}</StatusDot>
    );
  }
  return state === "ended" ? (
    <StatusDot tone="neutral">{lastDayWords("Ended", agreement.endsOn)}</StatusDot>
  ) : (
    <StatusDot tone="success">In force</StatusDot>
  );
}

const count = (value: number) => value.toLocaleString("en-US");

function Figures({ cases }: { cases: CaseFigures }) {
  const shares = SEVERITIES.filter((severity) => cases.bySeverity[severity] > 0);
  return (
    <DefinitionList columns={3}>
      <Fact term="Cases of the company">
        <span className="tabular text-base font-semibold">{count(cases.filed)}</span>
        {shares.map((severity) => (
          <span key={severity} className="block text-xs text-muted">
            {count(cases.bySeverity[severity])} {SEVERITY_LABELS[severity].toLowerCase()}
            {severity === "question" && cases.bySeverity[severity] !== 1 && "s"}
          </span>
        ))}
      </Fact>
      <Fact term="Time to first answer">
        {cases.medianMinutes === null ? (
          <span className="text-muted">No answer was given yet</span>
        ) : (
          <>
            <span className="tabular text-base font-semibold">{hoursWords(cases.medianMinutes)}</span>
            <span className="block text-xs text-muted">
              Median of {count(cases.answered)}, in chat hours; {count(cases.inTime)} by the promised time
            </span>
          </>
        )}
      </Fact>
      <Fact term="Days with production stopped">
        <span className="tabular text-base font-semibold">{count(cases.stoppedDays)}</span>
        <span className="block text-xs text-muted">Days on which such a case was open</span>
      </Fact>
    </DefinitionList>
  );
}
