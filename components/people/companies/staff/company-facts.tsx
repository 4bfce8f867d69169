import { PhoneLink } from "@/components/people/account-team/reach";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import type { CompanyHead } from "@/lib/people/companies/staff/queries";

/** What is known of a company itself. */
export function CompanyFacts({ company, brandName }: { company: CompanyHead; brandName: string }) {
  return (
    <Panel title="Company">
      <DefinitionList columns={3}>
        <Fact term="Standing">
          {company.isClosed ? <StatusDot tone="neutral">Closed</StatusDot> : <StatusDot tone="success">Open</StatusDot>}
        </Fact>
        <Fact term="Brand">{brandName}</Fact>
        <Fact term="ERP key">
          <span className="tabular">{company.externalId}</span>
        </Fact>
        {company.phone && (
          <Fact term="Phone">
            <PhoneLink phone={company.phone} />
          </Fact>
        )}
        <Fact term="Address">
          {company.address.length > 0 ? (
            company.address.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))
          ) : (
            <span className="text-muted">Not known</span>
          )}
        </Fact>
        <Fact term="Mail domains">{company.mailDomains.join(", ") || <span className="text-muted">None</span>}</Fact>
      </DefinitionList>
    </Panel>
  );
}
