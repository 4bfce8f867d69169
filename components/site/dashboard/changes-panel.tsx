import { CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { Day, Money } from "@/components/ui/facts";
import { Link } from "@/components/ui/link";
import { ListTime } from "@/components/ui/list-time";
import { Panel } from "@/components/ui/panel";
import { routes } from "@/lib/routes";
import type { Change } from "@/lib/site/attention/rules";

interface Props {
  changes: readonly Change[];
  /** `YYYY-MM-DD`: the first day whose documents are among them. */
  since: string;
  code: boolean;
}

/** Changes in the first look; the rest is folded. */
const MOST_ROWS = 3;

/** Unread answers, documents and money since the last visit. */
export function ChangesPanel({ changes, since, code }: Props) {
  const rest = changes.slice(MOST_ROWS);
  return (
    <Panel
      title="What changed"
      action={
        <span className="text-muted">
          Since <Day value={since} />
        </span>
      }
      flush
    >
      {changes.length === 0 && (
        <p className="flex items-center gap-2 px-4 pt-1 pb-4 text-sm text-muted">
          <CircleCheck aria-hidden size={16} className="flex-none text-success" />
          Nothing new. You have read every answer.
        </p>
      )}
      <Lines changes={changes.slice(0, MOST_ROWS)} code={code} />
      {rest.length > 0 && (
        <details className="group border-t border-line text-sm">
          <summary className="flex min-h-11 items-center px-4 text-accent underline decoration-accent-line underline-offset-4 group-open:hidden lg:min-h-10">
            Show {rest.length} more
          </summary>
          <Lines changes={rest} code={code} />
        </details>
      )}
    </Panel>
  );
}

function Lines({ changes, code }: { changes: readonly Change[]; code: boolean }) {
  if (changes.length === 0) return null;
  return (
    <ul>
      {changes.map((change) => (
        <Line
          key={`${change.kind} ${"number" in change.row ? change.row.number : change.row.name}`}
          change={change}
          code={code}
        />
      ))}
    </ul>
  );
}

const DOCUMENTS = {
  invoice: "New invoice",
  credit_note: "Credit note",
  payment: "Payment received",
  estimate: "New estimate",
};

const ROOMS = { case: routes.case, request: routes.request, chat: routes.chat };

function Line({ change, code }: { change: Change; code: boolean }) {
  if (change.kind === "case" || change.kind === "request" || change.kind === "chat") {
    const { number, subject, activeAt, activeShort, activeWhen } = change.row;
    return (
      <Row href={ROOMS[change.kind](number)} lead={`${number} ${subject}`} unread>
        New answer, <ListTime time={{ at: activeAt, short: activeShort, full: activeWhen }} />
      </Row>
    );
  }
  const { name, title, amount, on, hasPage } = change.row;
  return (
    <Row
      href={hasPage ? hrefOf(change.kind, name) : null}
      lead={title ? `${name} ${title}` : name}
      amount={<Money value={amount} code={code} />}
    >
      {DOCUMENTS[change.kind]}, <Day value={on} />
    </Row>
  );
}

function hrefOf(kind: keyof typeof DOCUMENTS, name: string): string {
  if (kind === "payment") return routes.payment(name);
  return kind === "estimate" ? routes.estimate(name) : routes.invoice(name);
}

interface RowProps {
  href: string | null;
  lead: string;
  unread?: boolean;
  amount?: ReactNode;
  children: ReactNode;
}

function Row({ href, lead, unread, amount, children }: RowProps) {
  return (
    <li className="relative flex items-baseline gap-4 border-t border-line px-4 py-1.5 text-sm hover:bg-sunken">
      <span className="grid min-w-0 flex-1">
        <span className="flex min-w-0 items-baseline gap-2">
          {unread && (
            <span aria-hidden className="forced-border size-2 flex-none -translate-y-px rounded-full bg-accent" />
          )}
          {href ? (
            <Link
              href={href}
              className={`stretched truncate text-ink no-underline hover:underline ${unread ? "font-semibold" : ""}`}
            >
              {unread && <span className="sr-only">Unread: </span>}
              {lead}
            </Link>
          ) : (
            <span className="truncate">{lead}</span>
          )}
        </span>
        <span className="truncate text-xs text-muted">{children}</span>
      </span>
      {amount}
    </li>
  );
}
