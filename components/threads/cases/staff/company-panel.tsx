import { Fragment } from "react";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import { Section } from "@/components/threads/staff/beside";
import { CompanyPanel } from "@/components/threads/staff/company-panel";
import { RecentThreads } from "@/components/threads/staff/recent-threads";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import type { SupportTerm } from "@/lib/people/agreements/queries";
import { endWords, type SupportStanding } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import type { CaseCompanyFacts } from "@/lib/threads/cases/staff/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";

interface Props {
  company: CaseCompanyFacts;
  brandName: string;
  /** Names of the brand's coverages by key. */
  coverages: Readonly<Record<string, string>>;
}

/** The company of a case: its support agreement and its people. */
export function CaseCompanyPanel({ company, brandName, coverages }: Props) {
  const more = company.contactCount - company.contacts.length;
  return (
    <CompanyPanel
      company={company}
      brandName={brandName}
      open={{ href: staffCasesHref({ company: company.id }), label: "Its open cases" }}
      facts={
        <>
          <Section title="Support agreement">
            <Standing standing={company.support} coverages={coverages} />
          </Section>
          {company.contacts.length > 0 && (
            <Section title="Contacts">
              <p className="wrap-anywhere">
                {company.contacts.map((contact, place) => (
                  <Fragment key={contact.id}>
                    {place > 0 && ", "}
                    <ContactLink contact={contact} />
                  </Fragment>
                ))}
                {more > 0 && <span className="text-muted"> and {more} more</span>}
              </p>
            </Section>
          )}
        </>
      }
    >
      <RecentThreads
        title="Recent cases of the company"
        kind="case"
        lines={company.recent}
        empty="This is its first."
      />
    </CompanyPanel>
  );
}

function Standing({ standing, coverages }: { standing: SupportStanding<SupportTerm>; coverages: Props["coverages"] }) {
  if (standing.kind === "none") return <StatusDot tone="danger">None: its contacts do not see the case</StatusDot>;
  if (standing.kind === "in-force") {
    const { term, endsSoon, daysLeft } = standing;
    return (
      <p>
        <StatusDot tone={endsSoon ? "warning" : "success"} plain>
          <TextLink href={routes.staffAgreement(term.id)}>{term.product}</TextLink>
        </StatusDot>
        {coverages[term.coverage] && <span className="block">Coverage: {coverages[term.coverage]}</span>}
        <span className="block text-muted">
          {endsSoon ? `${endWords(daysLeft)}, ${formatDay(term.endsOn)}` : lastDayWords("Until", term.endsOn)}
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
      <span className="block text-muted">
        <TextLink href={routes.staffAgreement(standing.term.id)}>{standing.term.product}</TextLink>. Its contacts do not
        see the case now.
      </span>
    </p>
  );
}
