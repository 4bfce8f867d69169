import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import type { BrandNames } from "@/components/ui/brand-field";
import { Day, Money } from "@/components/ui/facts";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatDay } from "@/lib/kit/time";
import { AGREEMENT_KIND_LABELS, renewalWords } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import type { Renewal } from "@/lib/threads/requests/renewals/queries";

/** Agreements by end: what ends, the company, who handles the renewal and its state. */
export function RenewalTable({ rows, brands }: { rows: readonly Renewal[]; brands: BrandNames }) {
  return (
    <Table caption="Agreements by their end" className="md:max-xl:[&_td_span]:whitespace-normal">
      <Thead>
        <Th>Agreement</Th>
        <Th>Company</Th>
        <Th>Ends</Th>
        <Th numeric>Value</Th>
        <Th>Owner</Th>
        <Th>Talk</Th>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td lead className="md:min-w-40">
              <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                <TextLink href={routes.staffAgreement(row.id)}>{row.product}</TextLink>
                <span className="text-xs font-normal text-muted">
                  {AGREEMENT_KIND_LABELS[row.kind]}
                  {row.seats !== null && `, ${row.seats.toLocaleString("en-US")} ${row.seats === 1 ? "seat" : "seats"}`}
                </span>
              </span>
            </Td>
            <Td label="Company">
              <span className="grid min-w-0 gap-0.5 text-right wrap-anywhere md:text-left">
                <span>
                  <CompanyLink company={row.company} />
                </span>
                <span className="text-xs text-muted">{brands[row.brand]}</span>
              </span>
            </Td>
            <Td label="Ends">
              <Ends row={row} />
            </Td>
            <Td label="Value" numeric>
              {row.value ? <Money value={row.value} code /> : <span className="text-muted">Not given</span>}
            </Td>
            <Td label="Owner">{row.owner || <span className="text-muted">Nobody</span>}</Td>
            <Td label="Talk">
              {row.talk ? (
                <span className="grid justify-items-end gap-0.5 md:justify-items-start">
                  <TextLink href={routes.staffRequest(row.talk.number)} className="tabular">
                    {row.talk.number}
                  </TextLink>
                  <ThreadStatusDot kind="request" status={row.talk.status} side="staff" />
                </span>
              ) : (
                <TextLink href={routes.staffNewRequest({ company: row.company.id, agreement: row.id })}>
                  Write first
                </TextLink>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

const SOON_DAYS = 30;

function Ends({ row: { id, endsOn, today, daysLeft, renewedUntil } }: { row: Renewal }) {
  const urgent = daysLeft < 0 ? "text-danger" : "text-warning";
  const tone = renewedUntil || daysLeft > SOON_DAYS ? "text-muted" : urgent;
  return (
    <span className="grid justify-items-end gap-0.5 md:justify-items-start">
      <Day value={endsOn} />
      <span className={`text-xs ${tone}`}>{renewalWords(endsOn, today)}</span>
      {renewedUntil && <span className="text-xs text-success">Renewed until {formatDay(renewedUntil)}</span>}
      <TextLink href={routes.staffRenewalBrief(id)} className="text-xs">
        Renewal brief
      </TextLink>
    </span>
  );
}
