import type { ReactNode } from "react";
import { CaseLines } from "@/components/threads/cases/staff/case-lines";
import { Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import type { TeamRole } from "@/db/schema/constants";
import { formatPhone } from "@/lib/kit/phone-numbers";
import { telephoneHref } from "@/lib/kit/telephone";
import { formatDay } from "@/lib/kit/time";
import { AGREEMENT_KIND_LABELS } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import { renewalsHref } from "@/lib/threads/requests/renewals/schema";
import { STAFF_STATUS_LABELS } from "@/lib/threads/requests/rules";
import type {
  CompanyBalance,
  RequestCompanyFacts,
  RequestContactFacts,
  StaffAgreement,
} from "@/lib/threads/requests/staff/background/queries";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";
import type { RecentThread } from "@/lib/threads/staff/recent/queries";

const teamRoles: Record<TeamRole, string> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support: "Technical support",
  sales_engineer: "Sales engineer",
};
const phoneWords: Readonly<Record<string, string>> = { work: "Work", mobile: "Mobile", fax: "Fax", other: "Phone" };

/** Who asked, how to reach them and what time it is where they are. */
export function ContactPanel({ contact }: { contact: RequestContactFacts }) {
  return (
    <Panel title="Contact">
      <div className="grid gap-4 text-sm">
        <div className="grid gap-1.5">
          <p className="font-semibold wrap-anywhere">{contact.name}</p>
          {contact.jobTitle && <p className="text-muted">{contact.jobTitle}</p>}
          {contact.isClosed && <p className="text-danger">The account is closed.</p>}
          <p>
            <TextLink href={`mailto:${contact.email}`}>{contact.email}</TextLink>
          </p>
          {contact.phones.map(({ kind, number }) => (
            <p key={`${kind} ${number}`}>
              <span className="text-muted">{phoneWords[kind] ?? "Phone"}</span>{" "}
              <Phone number={formatPhone(number)} isFax={kind === "fax"} />
            </p>
          ))}
          <p className="tabular text-muted">It is {contact.timeThere} there.</p>
        </div>
        <Section title="Other requests of this contact">
          <RequestLines lines={contact.recentRequests} empty="This is the first." />
        </Section>
        {contact.recentCases && (
          <Section title="Recent cases of this contact">
            <CaseLines lines={contact.recentCases} empty="None." />
          </Section>
        )}
      </div>
    </Panel>
  );
}

/** The company of a request: what it has bought, what it owes, who looks after it, what it asked lately. */
export function CompanyPanel({ company, brandName }: { company: RequestCompanyFacts; brandName: string }) {
  return (
    <Panel
      title="Company"
      action={<TextLink href={staffRequestsHref({ company: company.id })}>Its open requests</TextLink>}
    >
      <div className="grid gap-4 text-sm">
        <div className="grid gap-1.5">
          <p className="font-semibold wrap-anywhere">{company.name}</p>
          <p className="text-muted">{[brandName, company.place].filter(Boolean).join(" · ")}</p>
          {company.phone && (
            <p>
              <Phone number={company.phone} />
            </p>
          )}
        </div>
        {company.balances && (
          <Section title="Balance">
            <Balances balances={company.balances} />
          </Section>
        )}
        <Section title="Agreements">
          <Agreements agreements={company.agreements} />
          {company.hasMoreAgreements && (
            <p className="mt-2">
              <TextLink href={renewalsHref({ q: company.name, window: "all" })}>Its agreements in Renewals</TextLink>
            </p>
          )}
        </Section>
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
        <Section title="Other requests of the company">
          <RequestLines lines={company.recentRequests} empty="This is its first." />
        </Section>
        {company.recentCases && (
          <Section title="Recent cases of the company">
            <CaseLines lines={company.recentCases} empty="None." />
          </Section>
        )}
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

function Phone({ number, isFax }: { number: string; isFax?: boolean }) {
  if (isFax) return <span className="tabular">{number}</span>;
  return (
    <TextLink href={telephoneHref(number)} className="tabular">
      {number}
    </TextLink>
  );
}

function Balances({ balances }: { balances: readonly CompanyBalance[] }) {
  if (balances.length === 0) return <p className="text-muted">Nothing is open.</p>;
  return (
    <ul className="grid gap-1">
      {balances.map(({ open, openCount, overdue }) => (
        <li key={open.currency}>
          <Money value={open} code={balances.length > 1} className="font-semibold" /> open in {openCount}{" "}
          {openCount === 1 ? "invoice" : "invoices"}
          {overdue.minor > 0 && (
            <span className="block text-danger">
              <Money value={overdue} code={balances.length > 1} /> overdue
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const states: Readonly<Record<StaffAgreement["state"], { tone: Tone; words: string }>> = {
  "in-force": { tone: "success", words: "In force" },
  upcoming: { tone: "info", words: "Begins later" },
  ended: { tone: "danger", words: "Ended" },
  cancelled: { tone: "neutral", words: "Cancelled" },
};

function Agreements({ agreements }: { agreements: readonly StaffAgreement[] }) {
  if (agreements.length === 0) return <p className="text-muted">None.</p>;
  return (
    <ul className="grid gap-3">
      {agreements.map(({ id, kind, product, startsOn, endsOn, state, seats, value }) => (
        <li key={id} className="grid gap-0.5">
          <span className="wrap-anywhere">{product}</span>
          <span className="text-xs text-muted">
            {AGREEMENT_KIND_LABELS[kind]}, {formatDay(startsOn)} – {formatDay(endsOn)}
          </span>
          <span className="text-xs">
            <StatusDot tone={states[state].tone} plain>
              {states[state].words}
            </StatusDot>
            {seats !== null && `, ${seats.toLocaleString("en-US")} ${seats === 1 ? "seat" : "seats"}`}
            {value && (
              <>
                , <Money value={value} code />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function RequestLines({ lines, empty }: { lines: readonly RecentThread<"request">[]; empty: string }) {
  if (lines.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <ul className="grid gap-2">
      {lines.map(({ number, subject, status, activeWhen }) => (
        <li key={number} className="wrap-anywhere">
          <TextLink href={routes.staffRequest(number)}>
            <span className="tabular">{number}</span> {subject}
          </TextLink>
          <span className="block text-xs text-muted">
            {STAFF_STATUS_LABELS[status]}, {activeWhen}
          </span>
        </li>
      ))}
    </ul>
  );
}
