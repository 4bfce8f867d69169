import { Balances } from "@/components/threads/requests/staff/company-panel";
import { Section } from "@/components/threads/staff/beside";
import { CompanyPanel } from "@/components/threads/staff/company-panel";
import { ContactPanel } from "@/components/threads/staff/contact-panel";
import { Customer } from "@/components/threads/staff/customer";
import { RecentThreads } from "@/components/threads/staff/recent-threads";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { lastDayWords } from "@/lib/kit/time";
import { coverageNames } from "@/lib/people/agreements/coverage/rules";
import type { SupportTerm } from "@/lib/people/agreements/queries";
import type { SupportStanding } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import type { StaffChat } from "@/lib/threads/chats/staff/queries";

/** The client of a chat, folded away or shown: agreement, open cases, recent chats, and money for roles that read it. */
export function CustomerPanel({ chat: { contact, company, brand } }: { chat: StaffChat }) {
  return (
    <Customer>
      <ContactPanel contact={contact}>
        <RecentThreads title="Recent chats" kind="chat" lines={contact.chats} empty="This is the first." />
      </ContactPanel>
      <CompanyPanel
        company={company}
        brandName={brand.name}
        open={{ href: staffCasesHref({ company: company.id }), label: "Its open cases" }}
        facts={
          <>
            <Section title="Support agreement">
              <Support standing={company.support} coverages={coverageNames(brand)} />
            </Section>
            {company.balances && (
              <Section title="Balance">
                <Balances balances={company.balances} />
              </Section>
            )}
          </>
        }
      >
        <RecentThreads title="Open cases" kind="case" lines={company.cases} empty="None." />
      </CompanyPanel>
    </Customer>
  );
}

interface SupportProps {
  standing: SupportStanding<SupportTerm>;
  /** Names of the brand's coverages by key. */
  coverages: Readonly<Record<string, string>>;
}

function Support({ standing, coverages }: SupportProps) {
  if (standing.kind !== "in-force") return <StatusDot tone="danger">None in force</StatusDot>;
  const { term, endsSoon } = standing;
  return (
    <p>
      <StatusDot tone={endsSoon ? "warning" : "success"} plain>
        <TextLink href={routes.staffAgreement(term.id)}>{term.product}</TextLink>
      </StatusDot>
      {coverages[term.coverage] && <span className="block">Coverage: {coverages[term.coverage]}</span>}
      <span className="block text-muted">{lastDayWords("Until", term.endsOn)}</span>
    </p>
  );
}
