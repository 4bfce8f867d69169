import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Money } from "@/components/ui/facts";
import { Link } from "@/components/ui/link";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import type { Money as MoneyValue } from "@/lib/kit/money";
import { estimateEndWords } from "@/lib/money/estimates/rules";
import { estimatesHref } from "@/lib/money/estimates/schema";
import { invoicesWithStatusHref } from "@/lib/money/invoices/schema";
import { AGREEMENT_KIND_LABELS, type RenewalWindow, renewalWords } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import { fairShare, WAITING_KINDS, type Waiting, type WaitingKind, type WaitingRow } from "@/lib/site/attention/rules";
import { casesHref } from "@/lib/threads/cases/schema";
import { KIND_LABELS } from "@/lib/threads/requests/rules";

interface Props {
  waiting: Waiting;
  /** `YYYY-MM-DD` in the brand's zone. */
  today: string;
  code: boolean;
  /** **Pay** is offered to the viewer. */
  pays: boolean;
  /** The viewer may ask for renewal guidance here. */
  asks: boolean;
  /** The viewer may file cases. */
  files: boolean;
}

/** Rows in the first look; the lists that the foot leads to have the rest. */
const MOST_ROWS = 6;

/** All that waits on the client in one list, each row with its one action. */
export function WaitingPanel({ waiting: { rows, counts }, today, code, pays, asks, files }: Props) {
  const total = WAITING_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  const shown = fairShare(rows, MOST_ROWS);
  const rest = WAITING_KINDS.flatMap((kind) => {
    const more = counts[kind] - shown.filter((row) => row.kind === kind).length;
    return more > 0 ? [{ kind, more }] : [];
  });
  return (
    <Panel
      title={
        <>
          Waiting on you
          {total > 0 && <span className="tabular ml-2 font-normal text-muted">{total.toLocaleString("en-US")}</span>}
        </>
      }
      action={files && <TextLink href={routes.casesNew}>Add New Case</TextLink>}
      flush
    >
      {total === 0 ? (
        <Cleared />
      ) : (
        <ul>
          {shown.map((row) => (
            <Line key={`${row.kind} ${keyOf(row)}`} facts={factsOf(row, { today, pays, asks })} code={code} />
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 text-sm">
          {rest.map(({ kind, more }) => (
            <TextLink key={kind} href={ALL[kind]}>
              {more.toLocaleString("en-US")} more {NOUNS[kind][more === 1 ? 0 : 1]}
            </TextLink>
          ))}
        </p>
      )}
    </Panel>
  );
}

function Cleared() {
  return (
    <div className="flex items-center gap-4 px-4 pt-2 pb-5">
      <span className="grid size-10 flex-none place-items-center rounded-full bg-success-soft text-success">
        <CircleCheck aria-hidden size={20} />
      </span>
      <p className="grid text-sm">
        <span className="text-base font-semibold">Nothing waits on you</span>
        <span className="text-muted">
          Questions to you, estimates and agreements that end soon, and overdue invoices come up here.
        </span>
      </p>
    </div>
  );
}

const ALL: Readonly<Record<WaitingKind, string>> = {
  case: casesHref({ status: "waiting_on_you" }),
  request: routes.serviceRequests,
  payment: routes.invoices,
  estimate: estimatesHref({ status: "ending" }),
  agreement: routes.accountTeam,
  invoice: invoicesWithStatusHref("overdue"),
};

const NOUNS: Readonly<Record<WaitingKind, readonly [string, string]>> = {
  case: ["case", "cases"],
  request: ["request", "requests"],
  payment: ["payment", "payments"],
  estimate: ["estimate", "estimates"],
  agreement: ["agreement", "agreements"],
  invoice: ["overdue invoice", "overdue invoices"],
};

const WINDOW_TONES: Readonly<Record<RenewalWindow, Tone>> = {
  ended: "danger",
  30: "danger",
  60: "warning",
  90: "info",
};

interface Facts {
  readonly href: string;
  /** A number, before the title. */
  readonly number: string | null;
  readonly title: string;
  readonly tone: Tone;
  readonly why: string;
  /** A second fact beside why; for wide screens. */
  readonly about: string | null;
  readonly amount: MoneyValue | null;
  readonly action: { readonly href: string; readonly label: string };
}

const keyOf = (row: WaitingRow) => (row.kind === "payment" || row.kind === "agreement" ? row.row.id : row.row.number);

function factsOf(waiting: WaitingRow, { today, pays, asks }: Pick<Props, "today" | "pays" | "asks">): Facts {
  switch (waiting.kind) {
    case "case": {
      const { number, subject, product } = waiting.row;
      const href = routes.case(number);
      return {
        ...{ href, number, title: subject, tone: "warning", why: "Waiting on you", about: product, amount: null },
        action: { href: `${href}#reply`, label: "Reply" },
      };
    }
    case "request": {
      const { number, subject, kind } = waiting.row;
      const href = routes.request(number);
      return {
        ...{ href, number, title: subject, tone: "warning", why: "Waiting on you", amount: null },
        about: KIND_LABELS[kind],
        action: { href: `${href}#reply`, label: "Reply" },
      };
    }
    case "payment": {
      const reference = waiting.row.reference ?? "";
      const href = routes.payment(reference);
      return {
        ...{ href, number: reference, title: "Your payment", tone: "warning", why: "Not finished", about: null },
        amount: waiting.row.amount,
        action: { href, label: "Continue" },
      };
    }
    case "estimate": {
      const { number, title, expiresOn, total } = waiting.row;
      const href = routes.estimate(number);
      return {
        ...{ href, number, title, tone: "warning", why: estimateEndWords(expiresOn, today), about: "Estimate" },
        amount: total,
        action: { href, label: "Review" },
      };
    }
    case "agreement": {
      const { id, product, kind, endsOn } = waiting.row;
      const href = routes.renewalBrief(id);
      return {
        ...{ href, number: null, title: product, tone: WINDOW_TONES[waiting.window], amount: null },
        ...{ why: renewalWords(endsOn, today), about: AGREEMENT_KIND_LABELS[kind] },
        action: asks
          ? { href: routes.accountTeamNew({ kind: "renewal", agreement: id }), label: "Ask to renew" }
          : { href, label: "View" },
      };
    }
    case "invoice": {
      const { number, poNumber, dueWords, balance } = waiting.row;
      const href = routes.invoice(number);
      return {
        ...{ href, number, title: poNumber ? `PO ${poNumber}` : "Invoice", tone: "danger", about: null },
        ...{ why: dueWords ?? "Overdue", amount: balance },
        action: pays ? { href: routes.pay([number]), label: "Pay" } : { href, label: "View" },
      };
    }
  }
}

function Line({ facts, code }: { facts: Facts; code: boolean }) {
  const { href, number, title, tone, why, about, amount, action } = facts;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-t border-line px-4 py-1.5 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_auto_7.5rem]">
      <div className="grid min-w-0 text-sm">
        <Link href={href} className="stretched truncate font-semibold text-ink no-underline hover:underline">
          {number && <span className="tabular">{number} </span>}
          <span className={number ? "font-normal" : ""}>{title}</span>
        </Link>
        <span className="flex min-w-0 items-baseline gap-x-3 text-xs max-sm:flex-wrap">
          <StatusDot tone={tone}>{why}</StatusDot>
          {about && <span className="truncate text-muted max-sm:hidden">{about}</span>}
          {amount && (
            <span className="sm:hidden">
              <Money value={amount} code={code} />
            </span>
          )}
        </span>
      </div>
      <span className="text-right text-sm max-sm:hidden">{amount && <Money value={amount} code={code} />}</span>
      <Action href={action.href} about={number ?? title}>
        {action.label}
      </Action>
    </li>
  );
}

/** Above the link of the whole row. */
function Action({ href, about, children }: { href: string; about: string; children: ReactNode }) {
  return (
    <ButtonLink href={href} size="small" className="relative justify-self-end">
      {children}
      <span className="sr-only"> {about}</span>
    </ButtonLink>
  );
}
