import type { ReactNode } from "react";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import { AGREEMENT_KIND_LABELS } from "@/lib/people/agreements/rules";
import type { StaffAgreementPage } from "@/lib/people/agreements/staff/queries";

const STATES: Readonly<Record<StaffAgreementPage["state"], { readonly tone: Tone; readonly words: string }>> = {
  "in-force": { tone: "success", words: "In force" },
  upcoming: { tone: "info", words: "Begins later" },
  ended: { tone: "danger", words: "Ended" },
  cancelled: { tone: "neutral", words: "Cancelled" },
};

interface Props {
  agreement: StaffAgreementPage;
  /** Address of the renewal brief; null for roles that do not work renewals. */
  brief: string | null;
  /** Where its last day is decided, for those who may. */
  children?: ReactNode;
}

/** What the ERP says of an agreement. */
export function AgreementFacts({ agreement, brief, children }: Props) {
  const { kind, product, company, brand, startsOn, endsOn, state, seats, value, externalId } = agreement;
  return (
    <Panel title="Agreement">
      <DefinitionList>
        <Fact inline term="Kind">
          {AGREEMENT_KIND_LABELS[kind]}
        </Fact>
        <Fact inline term={kind === "support" ? "Level" : "Product"}>
          {product}
        </Fact>
        <Fact inline term="Company">
          <CompanyLink company={company} />
          <span className="block text-muted">{brand.shortName}</span>
        </Fact>
        <Fact inline term="Term">
          <Day value={startsOn} /> – <Day value={endsOn} />
        </Fact>
        <Fact inline term="State">
          <StatusDot tone={STATES[state].tone}>{STATES[state].words}</StatusDot>
        </Fact>
        {seats !== null && (
          <Fact inline term="Seats">
            {seats.toLocaleString("en-US")}
          </Fact>
        )}
        {value && (
          <Fact inline term="Value">
            <Money value={value} code />
          </Fact>
        )}
        <Fact inline term="Key in the ERP">
          {externalId}
        </Fact>
      </DefinitionList>
      <p className="mt-3 text-sm text-muted">
        All but the coverage and the last day comes from the ERP and is changed there.
      </p>
      {brief && (
        <p className="mt-3 text-sm">
          <TextLink href={brief}>Renewal brief</TextLink>
        </p>
      )}
      {children}
    </Panel>
  );
}
