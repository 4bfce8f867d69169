import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { auditEvents, contacts, invoices, payments, staff, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { readsAudit, visibleAuditEvents } from "@/lib/gate/audit/policy";
import { formatMoney, money } from "@/lib/kit/money";
import { businessDayOf, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visiblePayments } from "@/lib/money/payments/policy";
import { PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { readsMoney } from "@/lib/people/companies/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import { routes } from "@/lib/routes";
import { KINDS, kindOf, statusLabel } from "@/lib/threads/kinds";
import { visibleThreads } from "@/lib/threads/policy";
import { visibleColleagues } from "@/lib/threads/staff/policy";
import { actionWords, type Change, newest } from "./rules";

/** Whose changes: a company's with its contacts', or one contact's. */
export type ChangesOf = { readonly companyId: string } | { readonly contactId: string };

/**
 * What changed of late, newest first, from the threads, the money and the audit log that the viewer may read; at most
 * `limit`. `zone` is that of the brand.
 */
export async function listChanges(
  context: Context<StaffViewer>,
  of: ChangesOf,
  limit: number,
  { zone }: Zoned,
): Promise<Change[]> {
  const isMoneyShown = "companyId" in of && readsMoney(context.viewer);
  const read = await together({
    told: threadsOf(context, of, limit, zone),
    paid: isMoneyShown ? paymentsOf(context, of.companyId, limit) : [],
    billed: isMoneyShown ? invoicesOf(context, of.companyId, limit) : [],
    done: readsAudit(context.viewer) ? auditOf(context, of, limit, zone) : [],
  });
  return newest([read.told, read.paid, read.billed, read.done], limit);
}

async function threadsOf(
  { viewer, db }: Context<StaffViewer>,
  of: ChangesOf,
  limit: number,
  zone: string,
): Promise<Change[]> {
  const rows = await db
    .select({
      kind: threads.kind,
      number: threads.number,
      subject: threads.subject,
      status: threads.status,
      activeAt: threads.activeAt,
    })
    .from(threads)
    .where(
      and(
        visibleThreads(viewer),
        "companyId" in of ? eq(threads.companyId, of.companyId) : eq(threads.openedBy, of.contactId),
      ),
    )
    .orderBy(desc(threads.activeAt), desc(threads.id))
    .limit(limit);
  return rows.map(({ kind, number, subject, status, activeAt }) => ({
    key: number,
    day: businessDayOf(activeAt, zone),
    words: `${subject}: ${statusLabel(kind, status, "staff").toLowerCase()}`,
    link: { text: `${capital(KINDS[kind].noun)} ${number}`, href: kindOf(kind).staffPath(number) },
    by: null,
  }));
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

async function paymentsOf({ viewer, db }: Context<StaffViewer>, companyId: string, limit: number): Promise<Change[]> {
  const rows = await db
    .select({
      id: payments.id,
      reference: payments.reference,
      externalId: payments.externalId,
      state: payments.state,
      receivedOn: payments.receivedOn,
      amountMinor: payments.amountMinor,
      currency: payments.currency,
      by: payments.contactName,
    })
    .from(payments)
    .where(and(visiblePayments(viewer), eq(payments.companyId, companyId)))
    .orderBy(desc(payments.receivedOn), desc(payments.id))
    .limit(limit);
  return rows.map(({ id, reference, externalId, state, receivedOn, amountMinor, currency, by }) => ({
    key: id,
    day: receivedOn,
    words: `${formatMoney(money(amountMinor, currency))}: ${PAYMENT_STATE_WORDS[state].toLowerCase()}`,
    link: { text: `Payment ${reference ?? externalId ?? ""}`.trim(), href: routes.staffPayment(id) },
    by,
  }));
}

async function invoicesOf({ viewer, db }: Context<StaffViewer>, companyId: string, limit: number): Promise<Change[]> {
  const rows = await db
    .select({
      id: invoices.id,
      kind: invoices.kind,
      number: invoices.number,
      issuedOn: invoices.issuedOn,
      totalMinor: invoices.totalMinor,
      currency: invoices.currency,
    })
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.companyId, companyId)))
    .orderBy(desc(invoices.issuedOn), desc(invoices.id))
    .limit(limit);
  return rows.map(({ id, kind, number, issuedOn, totalMinor, currency }) => ({
    key: id,
    day: issuedOn,
    words: `${formatMoney(money(totalMinor, currency))} issued`,
    link: { text: `${kind === "invoice" ? "Invoice" : "Credit note"} ${number}`, href: routes.staffInvoice(id) },
    by: null,
  }));
}

const about = alias(contacts, "about");

/** Lines of the audit log about the company and its contacts, or about the contact. For administrators. */
async function auditOf(
  { viewer, db }: Context<StaffViewer>,
  of: ChangesOf,
  limit: number,
  zone: string,
): Promise<Change[]> {
  const isOfContact = (ids: SQL) => and(eq(auditEvents.entity, "contact"), sql`${auditEvents.entityId} = any (${ids})`);
  const rows = await db
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      action: auditEvents.action,
      contactId: about.id,
      contactName: about.name,
      actorKind: auditEvents.actorKind,
      ownName: contacts.name,
      staffName: staff.name,
    })
    .from(auditEvents)
    .leftJoin(
      about,
      and(
        visibleContactRows(viewer, { brand: about.brand, contactId: about.id }),
        sql`${about.id}::text = ${auditEvents.entityId} and ${auditEvents.entity} = 'contact'`,
      ),
    )
    .leftJoin(
      contacts,
      and(visibleContacts(viewer), eq(auditEvents.actorKind, "contact"), eq(contacts.id, auditEvents.actorId)),
    )
    .leftJoin(
      staff,
      and(visibleColleagues(viewer, staff.id), eq(auditEvents.actorKind, "staff"), eq(staff.id, auditEvents.actorId)),
    )
    .where(
      and(
        visibleAuditEvents(viewer),
        "contactId" in of
          ? isOfContact(sql`array[${of.contactId}]`)
          : sql`(${and(eq(auditEvents.entity, "company"), eq(auditEvents.entityId, of.companyId))} or ${isOfContact(
              idsOf(viewer, of.companyId),
            )})`,
        // Sessions come and go every day: nothing changes by them.
        sql`${auditEvents.action} not like 'session.%' and ${auditEvents.action} not like 'sign-in.%'`,
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(limit);
  return rows.map(({ id, at, action, contactId, contactName, actorKind, ownName, staffName }) => ({
    key: id,
    day: businessDayOf(at, zone),
    words: actionWords(action),
    link: contactId && contactName ? { text: contactName, href: routes.staffContact(contactId) } : null,
    by: ownName ?? staffName ?? (actorKind === "system" ? "The portal" : null),
  }));
}

/** The ids of a company's contacts as the text that the audit log has. */
const idsOf = (viewer: StaffViewer, companyId: string) =>
  sql`array(select ${contacts.id}::text from ${contacts} where ${and(
    visibleContacts(viewer),
    eq(contacts.primaryCompanyId, companyId),
  )})`;
