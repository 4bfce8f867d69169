import clsx from "clsx";
import { Fragment } from "react";
import { LiveTable } from "@/components/live/live-table";
import { CompanyLink, TeamMemberLink } from "@/components/people/companies/staff/client-links";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { Day, Money } from "@/components/ui/facts";
import { RowBox } from "@/components/ui/row-box";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { formatDay } from "@/lib/kit/time";
import { AGREEMENT_KIND_LABELS, renewalWords } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import type { Renewal } from "@/lib/threads/requests/renewals/queries";
import { RENEWAL_LIST } from "./renewals-bulk";

interface Props {
  rows: readonly Renewal[];
  brands: BrandNames;
  /** Ids that the address has chosen, and what differs after each deed. */
  choice: { readonly chosen: readonly string[]; readonly deed: string };
  /** Address of the list at this page: with another the table begins anew. */
  place: string;
}

/**
 * Agreements by end: what ends, the company, who handles the renewal and its state; no row moves when the page is
 * reloaded with new ones.
 */
export function RenewalTable({ rows, brands, choice, place }: Props) {
  return (
    <RowKeys>
      {/* After a deed its boxes begin anew. */}
      <LiveTable
        key={`${place} ${choice.deed}`}
        caption="Agreements by their end"
        className="table-dense md:max-xl:[&_td_span]:whitespace-normal"
        head={
          <>
            <Th>
              <VisuallyHidden>Choose</VisuallyHidden>
            </Th>
            <Th>Agreement</Th>
            <Th>Company</Th>
            <Th>Ends</Th>
            <Th numeric>Value</Th>
            {/* The page of the agreement has it too. */}
            <Th className="wide-only">Brief</Th>
            <Th>Owner</Th>
            <Th>Request</Th>
          </>
        }
        rows={rows.map((row) => ({
          id: row.id,
          row: (
            <Tr key={row.id}>
              <Td className="row-choice">
                <RowBox
                  list={RENEWAL_LIST}
                  value={row.id}
                  name={`${row.product}, ${row.company.name}`}
                  checked={choice.chosen.includes(row.id)}
                />
              </Td>
              <Td lead className="md:min-w-40 xl:min-w-28">
                <span className="cell-pair">
                  <RowLink href={routes.staffAgreement(row.id)}>{row.product}</RowLink>
                  <span className="text-xs font-normal text-muted">
                    {AGREEMENT_KIND_LABELS[row.kind]}
                    {row.seats !== null &&
                      `, ${row.seats.toLocaleString("en-US")} ${row.seats === 1 ? "seat" : "seats"}`}
                  </span>
                </span>
              </Td>
              <Td label="Company">
                <span className="cell-pair text-right md:text-left">
                  <span>
                    <CompanyLink company={row.company} inRow />
                  </span>
                  <BrandTag name={brands[row.brand]} />
                </span>
              </Td>
              <Td label="Ends" className="xl:max-w-72">
                <Ends row={row} />
              </Td>
              <Td label="Value" numeric>
                {row.value ? <Money value={row.value} code /> : <span className="text-muted">Not given</span>}
              </Td>
              <Td label="Brief" className="wide-only">
                <TextLink href={routes.staffRenewalBrief(row.id)} className="relative z-1 inline-block py-1">
                  Brief<VisuallyHidden> for the renewal of {row.product}</VisuallyHidden>
                </TextLink>
              </Td>
              <Td label="Owner">
                <Owners row={row} />
              </Td>
              <Td label="Request" className="xl:max-w-60">
                <Talk row={row} />
              </Td>
            </Tr>
          ),
        }))}
      />
    </RowKeys>
  );
}

function Owners({ row: { owners } }: { row: Renewal }) {
  if (owners.length === 0) return <span className="text-muted">Nobody</span>;
  return (
    <span>
      {owners.map(({ name, page }, index) => (
        <Fragment key={`${page} ${name}`}>
          {index > 0 && ", "}
          {page ? <TeamMemberLink member={{ id: page, name }} inRow /> : name}
        </Fragment>
      ))}
    </span>
  );
}

function Talk({ row: { id, company, talk } }: { row: Renewal }) {
  if (!talk) {
    return (
      <TextLink href={routes.staffNewRequest({ company: company.id, agreement: id })} className="relative z-1">
        Write first
      </TextLink>
    );
  }
  return (
    <span className="cell-pair justify-items-end md:justify-items-start">
      <TextLink href={routes.staffRequest(talk.number)} className="tabular relative z-1">
        {talk.number}
      </TextLink>
      <ThreadStatusDot kind="request" status={talk.status} side="staff" />
    </span>
  );
}

const SOON_DAYS = 30;

function Ends({ row: { endsOn, today, daysLeft, renewedUntil } }: { row: Renewal }) {
  const words = renewalWords(endsOn, today);
  const urgent = daysLeft < 0 ? "text-danger" : "text-warning";
  const tone = renewedUntil || daysLeft > SOON_DAYS ? "text-muted" : urgent;
  return (
    <span className="cell-pair justify-items-end md:justify-items-start">
      <span className="flex-none">
        <Day value={endsOn} />
      </span>
      {/* Of what is renewed the row has room for the new end alone. */}
      <span title={words} className={clsx("text-xs", tone, renewedUntil && "md:hidden")}>
        {words.replace(/^End(s|ed) /, "")}
      </span>
      {renewedUntil && (
        <span title={`Renewed until ${formatDay(renewedUntil)}`} className="text-xs text-success">
          Renewed<span className="xl:sr-only"> until {formatDay(renewedUntil)}</span>
        </span>
      )}
    </span>
  );
}
