import { declare } from "./kind-facts";
import { MAIL_PROPS } from "./props";

/* Kinds that remind people of a day that nears or has passed. They come in the daily mail, or never. */

const ordinary = { sender: "support", secret: false, byDefault: true, daily: "only", fixed: null } as const;
const line = ({ title, path }: { readonly title: string; readonly path: string }) => ({ title, path });

export const REMINDER_KINDS = {
  "agreement-ends": declare({
    toMany: true,
    ...{ ...ordinary, audience: "asker", label: "Agreements that end" },
    help: "When an agreement of your company ends in 90, 60 or 30 days.",
    ...{ props: MAIL_PROPS["agreement-ends"], notice: line },
  }),
  "estimate-ends": declare({
    toMany: true,
    ...{ ...ordinary, audience: "billing", label: "Estimates that end" },
    help: "When an open estimate ends in 14 or 3 days.",
    ...{ props: MAIL_PROPS["estimate-ends"], notice: line },
  }),
  "invoice-new": declare({
    toMany: true,
    ...{ ...ordinary, audience: "invoiced", label: "New invoices" },
    help: "When there is a new invoice, with its PDF.",
    ...{ props: MAIL_PROPS["invoice-new"], notice: line },
  }),
  "invoice-due": declare({
    toMany: true,
    ...{ ...ordinary, audience: "invoiced", label: "Invoices that are due soon" },
    help: "When an open invoice is due in 5 days, with its PDF.",
    ...{ props: MAIL_PROPS["invoice-due"], notice: line },
  }),
  "invoice-overdue": declare({
    toMany: true,
    ...{ ...ordinary, audience: "invoiced", label: "Overdue invoices" },
    help: "When an open invoice is overdue by 1, 14 or 30 days, with its PDF.",
    ...{ props: MAIL_PROPS["invoice-overdue"], notice: line },
  }),
  "agreement-ends-for-manager": declare({
    toMany: true,
    ...{ ...ordinary, audience: "team", label: "Agreements of your clients that end" },
    help: "When an agreement of a company that you look after ends in 90, 60 or 30 days.",
    ...{ props: MAIL_PROPS["agreement-ends-for-manager"], notice: line },
  }),
  "account-week": declare({
    toMany: true,
    ...{ ...ordinary, audience: "team", label: "The week of your accounts" },
    help: "On Mondays, for each company that you look after: agreements and estimates that end, and overdue invoices.",
    ...{ props: MAIL_PROPS["account-week"], notice: line },
  }),
} as const;

export type ReminderKind = keyof typeof REMINDER_KINDS;

export const isReminderKind = (kind: string): kind is ReminderKind => Object.hasOwn(REMINDER_KINDS, kind);
