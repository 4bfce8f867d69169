import { and, desc, eq, gt, type SQL, sql } from "drizzle-orm";
import { contacts, outbox } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { type ListTime, listTime } from "@/lib/kit/list-time";
import type { Zoned } from "@/lib/kit/time";
import { isMailKind, MAIL_KINDS } from "@/lib/mail/kinds";
import { readsMailLog, visibleMail } from "@/lib/mail/log/policy";
import { type MailStatus, mailStatusOf } from "@/lib/mail/log/rules";
import { visibleContacts } from "@/lib/people/contacts/policy";

/** A mail that went to a contact, as the page of the contact or of the company shows it. */
export interface ClientMail {
  readonly id: string;
  readonly label: string;
  readonly to: { readonly id: string; readonly name: string };
  readonly status: MailStatus;
  readonly time: ListTime;
}

/** The last weeks, in system time. */
const LAST_WEEKS = sql.raw("now() - interval '56 days'");

async function mailTo(
  { viewer, db }: Context<StaffViewer>,
  who: SQL,
  limit: number,
  local: Zoned,
): Promise<ClientMail[] | null> {
  if (!readsMailLog(viewer)) return null;
  const rows = await db
    .select({
      id: outbox.id,
      kind: outbox.kind,
      contactId: contacts.id,
      name: contacts.name,
      state: outbox.state,
      outcome: outbox.outcome,
      createdAt: outbox.createdAt,
    })
    .from(contacts)
    .innerJoin(outbox, and(visibleMail(viewer), eq(outbox.toAddress, contacts.email), eq(outbox.brand, contacts.brand)))
    .where(and(visibleContacts(viewer), who, gt(outbox.createdAt, LAST_WEEKS)))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(limit);
  return rows.map(({ kind, contactId, name, state, outcome, createdAt, id }) => ({
    id,
    label: isMailKind(kind) ? MAIL_KINDS[kind].label : kind,
    to: { id: contactId, name },
    status: mailStatusOf(state, outcome),
    time: listTime(createdAt, local.zone),
  }));
}

/** Mails of the last eight weeks to the company's contacts, newest first; null for who does not read the mail log. */
export const listMailToCompany = (context: Context<StaffViewer>, companyId: string, limit: number, local: Zoned) =>
  mailTo(context, eq(contacts.primaryCompanyId, companyId), limit, local);

/** Mails of the last eight weeks to a contact, newest first; null for who does not read the mail log. */
export const listMailToContact = (context: Context<StaffViewer>, contactId: string, limit: number, local: Zoned) =>
  mailTo(context, eq(contacts.id, contactId), limit, local);
