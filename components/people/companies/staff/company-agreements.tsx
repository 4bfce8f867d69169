import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { AGREEMENT_KIND_LABELS, agreementState, renewalWindow, renewalWords } from "@/lib/people/agreements/rules";
import type { StaffAgreement } from "@/lib/people/agreements/staff/of-company/queries";
import { routes } from "@/lib/routes";

interface Props {
  agreements: readonly StaffAgreement[];
  /** `YYYY-MM-DD` in the brand's zone. */
  today: string;
}

/** The company's agreements, the one that ends last first. */
export function CompanyAgreements({ agreements, today }: Props) {
  return (
    <Panel title="Agreements" flush={agreements.length > 0}>
      {agreements.length === 0 ? (
        <p className="text-sm text-muted">Nothing is agreed with this company yet.</p>
      ) : (
        <Table caption="Agreements, the one that ends last first">
          <Thead>
            <Th>Agreement</Th>
            <Th>Term</Th>
            <Th numeric>Value</Th>
            <Th>State</Th>
          </Thead>
          <Tbody>
            {agreements.map((agreement) => (
              <Tr key={agreement.id}>
                <Td lead>
                  <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                    <RowLink href={routes.staffAgreement(agreement.id)}>{agreement.product}</RowLink>
                    <span className="text-xs font-normal text-muted">
                      {AGREEMENT_KIND_LABELS[agreement.kind]}, {agreement.externalId}
                    </span>
                  </span>
                </Td>
                <Td label="Term">
                  <span className="inline-flex flex-wrap gap-x-1">
                    <Day value={agreement.startsOn} /> – <Day value={agreement.endsOn} />
                  </span>
                </Td>
                <Td label="Value" numeric>
                  {agreement.value ? (
                    <Money value={agreement.value} code />
                  ) : (
                    <span className="text-muted">Not given</span>
                  )}
                </Td>
                <Td label="State">
                  <State agreement={agreement} today={today} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}

function State({ agreement, today }: { agreement: StaffAgreement; today: string }) {
  const state = agreementState(agreement, today);
  if (state === "cancelled") return <StatusDot tone="neutral">Cancelled</StatusDot>;
  if (state === "upcoming") return <StatusDot tone="info">Not begun</StatusDot>;
  const window = renewalWindow(agreement, today);
  if (window === null) {
    return state === "ended" ? (
      <StatusDot tone="neutral">Ended</StatusDot>
    ) : (
      <StatusDot tone="success">In force</StatusDot>
    );
  }
  const tone = window === "ended" || window === 30 ? "danger" : "warning";
  return <StatusDot tone={tone}>{renewalWords(agreement.endsOn, today)}</StatusDot>;
}
