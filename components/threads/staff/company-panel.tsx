import type { ReactNode } from "react";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import type { CompanyFacts } from "@/lib/threads/staff/queries";
import { Phone, Section } from "./beside";

interface Props {
  company: CompanyFacts;
  brandName: string;
  /** Link to the company's open threads of this kind. */
  open: { readonly href: string; readonly label: string };
  /** Sections of the thread's kind, above the account team. */
  facts: ReactNode;
  /** Sections with recent threads. */
  children: ReactNode;
}

/** The company of a thread. */
export function CompanyPanel({ company, brandName, open, facts, children }: Props) {
  return (
    <Panel title="Company" action={<TextLink href={open.href}>{open.label}</TextLink>}>
      <div className="grid gap-4 text-sm">
        <div className="grid gap-1.5">
          <p className="font-semibold wrap-anywhere">
            <CompanyLink company={company} />
          </p>
          <p className="text-muted">{[brandName, company.place].filter(Boolean).join(" · ")}</p>
          {company.phone && (
            <p>
              <Phone number={company.phone} />
            </p>
          )}
        </div>
        {facts}
        {company.team.length > 0 && (
          <Section title="Account team">
            <ul className="grid gap-1">
              {company.team.map(({ id, name, email, role }) => (
                <li key={id}>
                  <TextLink href={`mailto:${email}`}>{name}</TextLink>{" "}
                  <span className="text-muted">{TEAM_ROLE_LABELS[role]}</span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        {children}
      </div>
    </Panel>
  );
}
