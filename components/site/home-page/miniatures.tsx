import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import { formatMoney, money } from "@/lib/kit/money";
import { addDays, formatDay } from "@/lib/kit/time";

/*
 * Small screens of the portal, made of its own components. They are illustrations: hidden from assistive technology and
 * without links. Companies, numbers and people in them are invented. `today` keeps their dates current.
 */

function Miniature({ children }: { children: ReactNode }) {
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none grid select-none content-start overflow-hidden rounded-lg border border-line bg-surface text-sm"
    >
      {children}
    </div>
  );
}

function Line({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 border-line px-4 py-2 not-first:border-t">
      {children}
    </div>
  );
}

interface Invoice {
  number: string;
  due: number;
  minor: number;
  tone: Tone;
  status: string;
}

const invoices: readonly Invoice[] = [
  { number: "10482", due: -12, minor: 1_248_000, tone: "danger", status: "Overdue by 12 days" },
  { number: "10517", due: 9, minor: 864_250, tone: "info", status: "Open" },
  { number: "10533", due: 21, minor: 312_500, tone: "warning", status: "Processing" },
  { number: "10398", due: -41, minor: 2_190_000, tone: "success", status: "Paid" },
];

export function InvoicesMiniature({ today, currency }: { today: string; currency: string }) {
  const open = invoices.slice(0, 3).reduce((sum, invoice) => sum + invoice.minor, 0);
  return (
    <Miniature>
      <div className="flex items-end justify-between gap-4 border-b border-line px-4 py-3">
        <span className="grid">
          <span className="text-xs text-muted">Open balance</span>
          <span className="tabular text-lg font-semibold">{formatMoney(money(open, currency))}</span>
        </span>
        <span className="inline-flex min-h-8 items-center rounded-lg bg-accent px-3 font-semibold text-on-accent">
          Pay {formatMoney(money(1_248_000, currency))}
        </span>
      </div>
      {invoices.map((invoice) => (
        <Line key={invoice.number}>
          <span className="tabular font-semibold">{invoice.number}</span>
          <span className="w-40 max-sm:hidden">
            <StatusDot tone={invoice.tone} plain>
              {invoice.status}
            </StatusDot>
          </span>
          <span className="tabular w-26 text-muted max-md:hidden">{formatDay(addDays(today, invoice.due))}</span>
          <span className="tabular min-w-24 text-right">{formatMoney(money(invoice.minor, currency))}</span>
        </Line>
      ))}
    </Miniature>
  );
}

const cases: readonly { title: string; number: string; tone: Tone; status: string }[] = [
  { title: "Historian stops after a patch", number: "C-2041", tone: "warning", status: "Waits on you" },
  { title: "Alarm summary shows no tags", number: "C-2036", tone: "info", status: "In progress" },
  { title: "License server moved", number: "C-1987", tone: "success", status: "Resolved" },
];

export function CasesMiniature() {
  return (
    <Miniature>
      {cases.map((entry) => (
        <Line key={entry.number}>
          <span className="grid min-w-0">
            <span className="truncate font-semibold">{entry.title}</span>
            <span className="tabular text-xs text-muted">{entry.number}</span>
          </span>
          <StatusDot tone={entry.tone} plain>
            {entry.status}
          </StatusDot>
        </Line>
      ))}
    </Miniature>
  );
}

export function EstimateMiniature({ today, currency }: { today: string; currency: string }) {
  return (
    <Miniature>
      <Line>
        <span className="grid">
          <span className="tabular font-semibold">E-3310</span>
          <span className="text-xs text-muted">Runtime licenses, 5 seats</span>
        </span>
        <span className="tabular font-semibold">{formatMoney(money(1_875_000, currency))}</span>
      </Line>
      <Line>
        <StatusDot tone="warning" plain>
          Ends {formatDay(addDays(today, 8))}
        </StatusDot>
      </Line>
      <div className="border-t border-line p-3">
        <span className="flex min-h-9 items-center justify-center rounded-lg border border-control/55 font-semibold">
          Open in Quotation Portal
        </span>
      </div>
    </Miniature>
  );
}

export function ChatMiniature({ children }: { children: ReactNode }) {
  return (
    <Miniature>
      <div className="border-b border-line px-4 py-2.5">{children}</div>
      <div className="grid gap-2 p-4">
        <span className="max-w-[85%] justify-self-start rounded-lg bg-sunken px-3 py-2">
          Which version runs on the server?
        </span>
        <span className="max-w-[85%] justify-self-end rounded-lg bg-accent px-3 py-2 text-on-accent">
          2023 R2, patched last night
        </span>
        <span className="max-w-[85%] justify-self-start rounded-lg bg-sunken px-3 py-2">
          Thank you. Here is the setting to check.
        </span>
      </div>
    </Miniature>
  );
}

const team = [
  { name: "Dana Whitfield", role: "Account manager" },
  { name: "Marcus Lee", role: "Subscription manager" },
  { name: "Priya Raman", role: "Technical support" },
];

export function TeamMiniature() {
  return (
    <Miniature>
      {team.map((person) => (
        <Line key={person.name}>
          <span className="flex min-w-0 items-center gap-3">
            <Avatar name={person.name} size="small" />
            <span className="grid min-w-0">
              <span className="truncate font-semibold">{person.name}</span>
              <span className="truncate text-xs text-muted">{person.role}</span>
            </span>
          </span>
          <span className="font-semibold text-accent">Message</span>
        </Line>
      ))}
    </Miniature>
  );
}
