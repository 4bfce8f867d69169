import { and, eq, or, sql } from "drizzle-orm";
import { contacts, outbox, threads } from "@/db/schema";
import type { LookKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleMail } from "@/lib/mail/log/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import type { Looked } from "@/lib/people/looks/service";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";
import { visibleThreads } from "@/lib/threads/policy";

const OF_MONEY = /^(payment|bank-debit|refund|dispute|invoice|estimate|statement)/;

/** Whose mail one of the log is; null for a mail to nobody of a company, such as one to staff. */
export async function lookedOfMail({ viewer, db }: Context<StaffViewer>, id: string): Promise<Looked | null> {
  const addressed = and(
    eq(contacts.brand, outbox.brand),
    or(
      and(eq(outbox.personKind, "contact"), eq(contacts.id, outbox.personId)),
      eq(contacts.email, sql`lower(${outbox.toAddress})`),
    ),
  );
  const [row] = await db
    .select({
      brand: threads.brand,
      companyId: threads.companyId,
      kind: threads.kind,
      mailKind: outbox.kind,
      brandOfMail: outbox.brand,
      companyOfContact: contacts.primaryCompanyId,
    })
    .from(outbox)
    .leftJoin(threads, and(visibleThreads(viewer), eq(threads.id, outbox.threadId)))
    .leftJoin(contacts, and(visibleContacts(viewer), addressed))
    .where(and(visibleMail(viewer), eq(outbox.id, id)))
    .limit(1);
  if (!row) return null;
  if (row.brand && row.companyId && row.kind)
    return { brand: row.brand, companyId: row.companyId, kinds: LOOKED_WITH[row.kind] };
  if (!row.companyOfContact) return null;
  const kinds: LookKind[] = OF_MONEY.test(row.mailKind) ? ["money", "contacts"] : ["contacts"];
  return { brand: row.brandOfMail, companyId: row.companyOfContact, kinds };
}
