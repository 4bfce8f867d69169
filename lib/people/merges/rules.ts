import type { MergeKind } from "@/db/schema/constants";

/** What stands in a table, in one and in many. A table that is not among them is named as the database does. */
const THINGS: Readonly<Record<string, readonly [string, string]>> = {
  account_team_members: ["member of the account team", "members of the account team"],
  agreements: ["agreement", "agreements"],
  allocations: ["allocation of a payment", "allocations of payments"],
  change_requests: ["asked change", "asked changes"],
  companies: ["company merged before", "companies merged before"],
  contact_companies: ["related contact", "related contacts"],
  contacts: ["contact", "contacts"],
  estimate_lines: ["line of an estimate", "lines of estimates"],
  estimates: ["estimate", "estimates"],
  files: ["file", "files"],
  invitations: ["invitation", "invitations"],
  invoice_lines: ["line of an invoice", "lines of invoices"],
  invoices: ["invoice", "invoices"],
  messages: ["message", "messages"],
  notices: ["notice", "notices"],
  payment_checkouts: ["checkout", "checkouts"],
  payment_refunds: ["refund", "refunds"],
  payments: ["payment", "payments"],
  portal_decisions: ["decision against the ERP", "decisions against the ERP"],
  thread_events: ["event of a case, request or chat", "events of cases, requests and chats"],
  thread_participants: ["case they take part in", "cases they take part in"],
  thread_reads: ["mark of what was read", "marks of what was read"],
  threads: ["case, request or chat", "cases, requests and chats"],
  whole_mails: ["received mail", "received mails"],
};

/** `12 invoices` */
export function countWords(table: string, rows: number): string {
  const [one, many] = THINGS[table] ?? [table.replaceAll("_", " "), table.replaceAll("_", " ")];
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? one : many}`;
}

/** One row that stands in the way of undoing: `case, request or chat C-104233` */
export function changedWords({ table, label }: { readonly table: string; readonly label: string | null }): string {
  const [one] = THINGS[table] ?? [table.replaceAll("_", " ")];
  return label ? `${one} ${label}` : `a ${one}`;
}

const SEES: Readonly<Record<string, string>> = {
  company: "the company",
  money: "invoices, estimates and payments",
  agreements: "agreements",
  team: "the account team",
  colleagues: "colleagues, whose access they look after",
  cases: "all cases",
  requests: "all requests",
};

/** `agreements, all cases` */
export const seesWords = (sees: readonly string[]): string => sees.map((one) => SEES[one] ?? one).join(", ");

/** What a merge does, before it is done, as the preview says it. */
export const MERGE_EFFECTS: Readonly<Record<MergeKind, readonly string[]>> = {
  contact: [
    "Rights, relations, phones, addresses and the sign-in address of the survivor stay as they are.",
    "The other account ends at once: sessions, links and replies by mail.",
    "Imports no longer change or revive the other one: its ERP id stands for the survivor.",
  ],
  company: [
    "Name, address and phone of the survivor stay as they are.",
    "The other company is closed. In imports its ERP id stands for the survivor.",
  ],
};

/** For how long a merge can be undone, in milliseconds. The database holds it too. */
export const UNDO_MS = 24 * 60 * 60_000;
