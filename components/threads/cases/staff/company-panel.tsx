import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { TeamRole } from "@/db/schema/constants";
import { telephoneHref } from "@/lib/kit/telephone";
import { formatDay } from "@/lib/kit/time";
import { endWords, type SupportStanding } from "@/lib/people/agreements/rules";
import type { CaseCompanyFacts } from "@/lib/threads/cases/staff/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { CaseLines } from "./case-lines";

const teamRoles: Record<TeamRole, string> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support: "Technical support",
  sales_engineer: "Sales engineer",
};

/** The company of a case: its agreement, its people, who looks after it, what it asked lately. */
export function CompanyPanel({ company, brandName }: { company: CaseCompanyFacts; brandName: string }) {
  const more = company.contactCount - company.contacts.length;
  return (
    <Panel title="Company" action={<TextLink href={staffCasesHref({ company: company.id })}>Its open cases</TextLink>}>
      <div className="grid gap-4 text-sm">
        <div className="grid gap-1.5">
          <p className="font-semibold wrap-anywhere">{company.name}</p>
          <p className="text-muted">{[brandName, company.place].filter(Boolean).join(" · ")}</p>
          {company.phone && (
            <p>
              <TextLink href={telephoneHref(company.phone)} className="tabular">
                {company.phone}
              </TextLink>
            </p>
          )}
        </div>
        <Section title="Support agreement">
          <Standing standing={company.support} />
        </Section>
        {company.contacts.length > 0 && (
          <Section title="Contacts">
            <p className="wrap-anywhere">
              {company.contacts.map(({ name }) => name).join(", ")}
              {more > 0 && <span className="text-muted"> and {more} more</span>}
            </p>
          </Section>
        )}
        {company.team.length > 0 && (
          <Section title="Account team">
            <ul className="grid gap-1">
              {company.team.map(({ id, name, email, role }) => (
                <li key={id}>
                  <TextLink href={`mailto:${email}`}>{name}</TextLink>{" "}
                  <span className="text-muted">{teamRoles[role]}</span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title="Recent cases of the company">
          <CaseLines lines={company.recent} empty="This is its first." />
        </Section>
      </div>
    </Panel>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 border-t border-line pt-3">
      <h3 className="text-muted">{title}</h3>
      {children}
    </div>
  );
}

function Standing({ standing }: { standing: SupportStanding }) {
  if (standing.kind === "none") return <StatusDot tone="danger">None: its contacts do not see the case</StatusDot>;
  if (standing.kind === "in-force") {
    const { term, endsSoon, daysLeft } = standing;
    return (
      <p>
        <StatusDot tone={endsSoon ? "warning" : "success"} plain>
          {term.product}
        </StatusDot>
        <span className="block text-muted">
          {endsSoon ? `${endWords(daysLeft)}, ` : "Until "}
          {formatDay(term.endsOn)}
        </span>
      </p>
    );
  }
  const words =
    standing.kind === "upcoming"
      ? `Begins ${formatDay(standing.term.startsOn)}`
      : standing.term.state === "cancelled"
        ? "Cancelled"
        : `Ended ${formatDay(standing.term.endsOn)}`;
  return (
    <p>
      <StatusDot tone="danger">{words}</StatusDot>
      <span className="block text-muted">{standing.term.product}. Its contacts do not see the case now.</span>
    </p>
  );
}
