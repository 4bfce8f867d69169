import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { visitors } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { visibleVisitors } from "@/lib/people/connect/staff/policy";
import { withoutNames } from "@/lib/people/person-data/rules";
import type { VisitorErasureInput } from "./schema";

type Writing = Context<StaffViewer>;

/*
 * What the portal holds on somebody who wrote under Connect with Us and has no account. Whoever became a contact is
 * exported and erased as a contact.
 */

const dataSchema = z.looseObject({ email: z.string(), forms: z.array(z.unknown()), mails: z.array(z.unknown()) });

/** All that the portal holds on a visitor, and a line in the log that it was taken; null for who may not see them. */
export async function takeVisitorData(context: Writing, visitor: string): Promise<z.output<typeof dataSchema> | null> {
  const found = await visitorOf(context, visitor);
  if (!found) return null;
  const [row] = await context.db.execute<{ data: unknown }>(sql`select visitor_data(${visitor}::uuid) as data`);
  const data = dataSchema.nullable().parse(row?.data ?? null);
  if (data)
    await audit(context, { brand: found.brand, action: "visitor.data-exported", entity: "visitor", entityId: visitor });
  return data;
}

/**
 * Erases a visitor with every form and mail of their address, in one transaction. The same form sent twice finds nobody.
 * Throws AppError NOT_FOUND where the viewer does not decide about them, CONFLICT for one who became a contact or is
 * blocked (the block needs the address), INVALID where the typed address is another one.
 */
export async function eraseVisitor(context: Writing, { visitor, reason, confirm }: VisitorErasureInput): Promise<void> {
  const found = await visitorOf(context, visitor);
  if (!found) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  if (found.contactId !== null) throw new AppError("CONFLICT", "This visitor has become a contact. Erase the contact.");
  if (found.state === "blocked") {
    throw new AppError("CONFLICT", "A block needs the address. Take the block back first, then erase.");
  }
  if (confirm !== found.email) {
    throw new AppError("INVALID", "This is not the address of the visitor. Type it as it stands above.", {
      field: "confirm",
    });
  }
  const [row] = await context.db.execute<{ erased: boolean | null }>(
    sql`select erase_visitor(${visitor}::uuid) as erased`,
  );
  if (!row?.erased) throw new AppError("FORBIDDEN", "Only administrators of the brand erase a visitor’s data.");
  await audit(context, {
    ...{ brand: found.brand, action: "visitor.erased", entity: "visitor", entityId: visitor },
    details: { reason: withoutNames(reason, [found.name, found.email]) },
  });
}

async function visitorOf({ viewer, db }: Writing, id: string) {
  const [row] = await db
    .select({
      ...{ brand: visitors.brand, name: visitors.name, email: visitors.email, state: visitors.state },
      contactId: visitors.contactId,
    })
    .from(visitors)
    .where(and(visibleVisitors(viewer), eq(visitors.id, id)))
    .for("update");
  return row ?? null;
}
