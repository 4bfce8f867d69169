import { Section } from "@/components/threads/staff/beside";
import { CompanyPanel } from "@/components/threads/staff/company-panel";
import { RecentThreads } from "@/components/threads/staff/recent-threads";
import { Money } from "@/components/ui/facts";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import { formatDay } from "@/lib/kit/time";
import { AGREEMENT_KIND_LABELS } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import { renewalsHref } from "@/lib/threads/requests/renewals/schema";
import type {
  CompanyBalance,
  RequestCompanyFacts,
  StaffAgreement,
} from "@/lib/threads/requests/staff/background/queries";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

/** The company of a request: what it owes, and its agreements. */
export function RequestCompanyPanel({ company, brandName }: { company: RequestCompanyFacts; brandName: string }) {
  return (
    <CompanyPanel
      company={company}
      brandName={brandName}
      open={{ href: staffRequestsHref({ company: company.id }), label: "Its open requests" }}
      facts={
        <>
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
        </>
      }
    >
      <RecentThreads
        title="Other requests of the company"
        kind="request"
        lines={company.recentRequests}
        empty="This is its first."
      />
      <RecentThreads title="Recent cases of the company" kind="case" lines={company.recentCases} empty="None." />
    </CompanyPanel>
  );
}

/** What is open and overdue, by currency. */
export function Balances({ balances }: { balances: readonly CompanyBalance[] }) {
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
          <TextLink href={routes.staffAgreement(id)} className="wrap-anywhere">
            {product}
          </TextLink>
          <span className="text-xs text-muted">
            {AGREEMENT_KIND_LABELS[kind]}, {formatDay(startsOn)} – {formatDay(endsOn)}
          </span>
          <TextLink href={routes.staffRenewalBrief(id)} className="text-xs">
            Renewal brief
          </TextLink>
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
