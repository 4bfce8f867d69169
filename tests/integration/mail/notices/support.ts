import { asc, eq } from "drizzle-orm";
import { notices } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import type { MailKind, MailProps } from "@/lib/mail/kinds";
import { countUnread, listNotices } from "@/lib/mail/notices/queries";
import { enqueueMail } from "@/lib/mail/outbox";
import { newAddress } from "@/tests/integration/mail/support";
import { unique } from "@/tests/support/world";

const THREAD = { number: "C-100001", subject: "Historian stops", companyName: "Keystone Foods" };
const SAID = { author: "Dana Whitfield", text: "Which version is it?", files: [] };
const PAYMENT = {
  ...{ reference: "CP-7K3M9XQ2TD", currency: "USD", amountMinor: 10_000, companyName: "Keystone Foods" },
  lines: [{ number: "INV-1", amountMinor: 10_000 }],
};
const PROMISED = { expected: "Nov 23, 2026, 9:00 a.m. Eastern", alsoExpected: null };

const REMINDER = {
  ...{ title: "Support agreement Premium ends Feb 3, 2027", path: "/account-team" },
  ...{ about: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a", on: "2027-02-03" },
};

/** Props of every kind that a person with an account can get. */
export const PROPS: {
  readonly [K in Exclude<
    MailKind,
    `connect-${string}` | "colleague-act" | "links-dead" | "daily-digest"
  >]: MailProps<K>;
} = {
  "password-reset": { tokenId: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a" },
  "first-sign-in": { tokenId: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a" },
  "password-changed": {},
  "sign-in-new-device": { device: "Chrome on Windows", at: "Nov 23, 2026, 9:00 a.m. Eastern" },
  "details-changed": { what: "phone" },
  "sign-in-address-asked": {
    ...{ number: "R-100001", currentAddress: "old@client.example", wantedAddress: "new@client.example" },
  },
  "sign-in-address-confirm": { tokenId: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a" },
  "sign-in-address-waiting": { currentAddress: "old@client.example", newAddress: "new@client.example" },
  "sign-in-address-changed": { oldAddress: "old@client.example", newAddress: "new@client.example" },
  "payment-receipt": { ...PAYMENT, method: "card", on: "2026-11-21", creditMinor: 0, poNumber: null, note: null },
  "payment-processing": { ...PAYMENT, method: "bank_debit", expectedOn: null },
  "payment-failed": { ...PAYMENT, failureCode: null },
  "payment-refunded": { ...PAYMENT, refundMinor: 500, on: "2026-11-21" },
  "agreement-ends": REMINDER,
  "agreement-ends-for-manager": REMINDER,
  "estimate-ends": REMINDER,
  "invoice-new": REMINDER,
  "invoice-due": REMINDER,
  "invoice-overdue": REMINDER,
  "account-week": REMINDER,
  "case-received": { ...THREAD, ...PROMISED, follows: null, phoned: null },
  "case-message": { ...THREAD, ...SAID, fromFirm: true, closes: false },
  "case-closed": { ...THREAD, by: null, reason: "solved", into: null },
  "case-joined": { ...THREAD, by: null, text: "It stops.", handover: null },
  "resource-published": {
    ...{
      id: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a",
      title: "Valves",
      summary: "How to.",
      kind: "manual",
      product: null,
    },
  },
  "case-for-agents": {
    ...{ ...THREAD, ...SAID, product: "Historian", severity: "question" },
    ...{ isNew: false, assigned: false, due: null },
  },
  "case-assigned": { ...THREAD, by: null, product: "Historian", severity: "question", due: null },
  "thread-mention": { ...THREAD, noun: "case", by: "Kim", text: "Is it ours?" },
  "snooze-ended": { ...THREAD, noun: "case", why: "time", by: null },
  "case-alarm": {
    ...{ ...THREAD, author: "Robin", text: "It stands still." },
    ...{ product: "Historian", duty: "on_call", since: "Nov 29, 2026, 2:05 a.m. Eastern" },
  },
  "case-answer-near": { ...THREAD, due: "Nov 30, 2026, 9:00 a.m. Eastern", owner: null },
  "request-answer-near": { ...THREAD, due: "Nov 30, 2026, 9:00 a.m. Eastern", owner: "" },
  "chat-transcript": { ...THREAD, text: "It stands still." },
  "request-assigned": { ...THREAD, by: null, about: "Message", neededBy: null, due: null },
  "request-received": { ...THREAD, ...PROMISED },
  "request-message": { ...THREAD, ...SAID, fromFirm: true, closes: false },
  "request-closed": { ...THREAD, by: null },
  "request-for-team": {
    ...{ ...THREAD, ...SAID, about: "Message", isNew: false, assigned: true },
    ...{ standsInFor: null, awayOwner: null, neededBy: null, due: null },
  },
};

export type PersonalKind = keyof typeof PROPS;

interface Told {
  readonly to?: string;
  readonly brand?: string;
  readonly threadId?: string;
  readonly dedupeKey?: string;
}

/** An event that a mail of this kind tells a person of; answers the mail's id. */
export async function ring<K extends PersonalKind>(person: AccountKey, kind: K, over: Told = {}): Promise<string> {
  const { to = newAddress(), brand = "cimsoft", threadId, dedupeKey = unique("event") } = over;
  const { id } = await asSystem("test mail", (db) =>
    enqueueMail<MailKind>(db, {
      ...{ brand, kind, to, person, dedupeKey, props: PROPS[kind] },
      ...(threadId && { thread: { threadId, messageId: `<${dedupeKey}@portal.example>`, references: [] } }),
    }),
  );
  return id;
}

export const noticesOf = (person: AccountKey) =>
  asSystem("test look", (db) =>
    db.select().from(notices).where(eq(notices.personId, person.id)).orderBy(asc(notices.createdAt), asc(notices.id)),
  );

/** What the list shows a viewer, newest first. */
export async function titles(viewer: Viewer): Promise<string[]> {
  const page = await runAsViewer(viewer, "read", (context) => listNotices(context, null, { zone: "America/New_York" }));
  return page.days.flatMap(({ rows }) => rows.map(({ title }) => title));
}

export const unreadOf = (viewer: Viewer) => runAsViewer(viewer, "read", countUnread);
