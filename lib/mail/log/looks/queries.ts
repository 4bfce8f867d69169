import { and, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contacts, outbox, threads } from "@/db/schema";
import type { LookKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleMail } from "@/lib/mail/log/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import type { Looked } from "@/lib/people/looks/service";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";
import { visibleThreads } from "@/lib/threads/policy";

const OF_MONEY = /^(payment|bank-debit|refund|dispute|invoice|estimate|statement)/;

const written = alias(contacts, "written");

/**
 * Whose mails of the log are: those of a thread its company's, others that of the person or, where none is stored, of
 * the contact who has the address. Nothing of a mail to nobody of a company, such as one to staff.
 */
export async function lookedOfMails({ viewer, db }: Context<StaffViewer>, ids: readonly string[]): Promise<Looked[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      brand: threads.brand,
      companyId: threads.companyId,
      kind: threads.kind,
      mailKind: outbox.kind,
      brandOfMail: outbox.brand,
      companyOfPerson: contacts.primaryCompanyId,
      companyOfAddress: written.primaryCompanyId,
    })
    .from(outbox)
    .leftJoin(threads, and(visibleThreads(viewer), eq(threads.id, outbox.threadId)))
    .leftJoin(
      contacts,
      and(
        visibleContacts(viewer),
        eq(contacts.brand, outbox.brand),
        eq(outbox.personKind, "contact"),
        eq(contacts.id, outbox.personId),
      ),
    )
    .leftJoin(
      written,
      and(
        visibleContactRows(viewer, { brand: written.brand, contactId: written.id }),
        eq(written.brand, outbox.brand),
        eq(written.email, sql`lower(${outbox.toAddress})`),
      ),
    )
    .where(and(visibleMail(viewer), inArray(outbox.id, [...ids])));
  return rows.flatMap((row): Looked[] => {
    if (row.brand && row.companyId && row.kind) {
      return [{ brand: row.brand, companyId: row.companyId, kinds: LOOKED_WITH[row.kind] }];
    }
    const companyId = row.companyOfPerson ?? row.companyOfAddress;
    if (!companyId) return [];
    const kinds: LookKind[] = OF_MONEY.test(row.mailKind) ? ["money", "contacts"] : ["contacts"];
    return [{ brand: row.brandOfMail, companyId, kinds }];
  });
}
