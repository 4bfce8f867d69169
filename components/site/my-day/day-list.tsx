import { CircleCheck } from "lucide-react";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { ClockMark } from "@/components/threads/staff/clock-mark";
import type { BrandNames } from "@/components/ui/brand-field";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { RequestKind, Severity } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import type { DayRow } from "@/lib/site/my-day/queries";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { KIND_LABELS } from "@/lib/threads/requests/rules";

interface Props {
  title: string;
  rows: readonly DayRow[];
  /** Said where the list is empty. */
  empty: string;
  /** The whole lists behind it. */
  all: readonly { readonly href: string; readonly label: string }[];
  brands: BrandNames;
  /** For the column at the side: two lines, with the name of who owns each. */
  narrow?: boolean;
}

/** Cases and requests by their answer clock, one line each. */
export function DayList({ title, rows, empty, all, brands, narrow }: Props) {
  return (
    <Panel
      title={title}
      action={
        <span className="flex gap-4">
          {all.map(({ href, label }) => (
            <TextLink key={href} href={href}>
              {label}
            </TextLink>
          ))}
        </span>
      }
      flush
    >
      {rows.length === 0 ? (
        <p className="flex items-center gap-2 px-4 pt-1 pb-3 text-sm text-muted">
          <CircleCheck aria-hidden size={16} className="flex-none text-success" />
          {empty}
        </p>
      ) : (
        <ul>
          {rows.map((row) =>
            narrow ? <NarrowLine key={row.id} row={row} /> : <Line key={row.id} row={row} brands={brands} />,
          )}
        </ul>
      )}
    </Panel>
  );
}

const aboutWords = ({ kind, about }: DayRow) =>
  kind === "case" ? SEVERITY_LABELS[about as Severity] : KIND_LABELS[about as RequestKind];

function Lead({ row: { kind, number, subject, unread } }: { row: DayRow }) {
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      {unread && <span aria-hidden className="forced-border size-2 flex-none -translate-y-px rounded-full bg-accent" />}
      <Link
        href={kind === "case" ? routes.staffCase(number) : routes.staffRequest(number)}
        className={`stretched truncate text-ink max-md:leading-6 no-underline hover:underline ${unread ? "font-semibold" : ""}`}
      >
        {unread && <span className="sr-only">Unread: </span>}
        <span className="tabular">{number}</span> {subject}
      </Link>
    </span>
  );
}

function Line({ row, brands }: { row: DayRow; brands: BrandNames }) {
  const { clock, company, brand } = row;
  return (
    <li className="relative grid gap-x-4 border-t border-line px-4 py-2 text-sm hover:bg-sunken md:h-10 md:grid-cols-[minmax(0,1fr)_8.5rem_9rem] xl:grid-cols-[minmax(0,1fr)_8.5rem_7.5rem_9rem] md:items-center md:py-0">
      <Lead row={row} />
      {/* A block, which ends in an ellipsis where it has less room than it takes. */}
      <span className="min-w-0 text-muted max-md:justify-self-start [&>a]:block [&>a]:truncate" title={brands[brand]}>
        <CompanyLink company={company} inRow />
      </span>
      <span className="truncate text-xs text-muted max-xl:hidden">{aboutWords(row)}</span>
      <span className="truncate text-xs">
        {clock ? <ClockMark clock={clock} short /> : <span className="text-muted">No answer owed</span>}
      </span>
    </li>
  );
}

function NarrowLine({ row }: { row: DayRow }) {
  return (
    <li className="relative grid border-t border-line px-4 py-1.5 text-sm hover:bg-sunken">
      <Lead row={row} />
      <span className="flex gap-3 text-xs">
        {row.clock && (
          <span className="flex-none">
            <ClockMark clock={row.clock} />
          </span>
        )}
        {/* No link: on a line this low it would be too near the one of the row. */}
        <span className="truncate text-muted">{row.owner?.name}</span>
      </span>
    </li>
  );
}
