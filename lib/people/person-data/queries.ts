import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { managesPersonData } from "./policy";

const fileSchema = z.object({ id: z.string(), name: z.string(), bytes: z.coerce.number() });
const dataSchema = z.looseObject({
  contact: z.looseObject({ name: z.string() }),
  files: z.array(fileSchema),
  messages: z.array(z.unknown()),
  mails: z.array(z.unknown()),
  payments: z.array(z.unknown()),
  threads: z.array(z.unknown()),
});
export type PersonData = z.output<typeof dataSchema>;

/** All that the portal holds on a contact; null for who may not see it, and for an unknown contact. */
export async function readPersonData(
  { viewer, db }: Context<StaffViewer>,
  contact: string,
): Promise<PersonData | null> {
  if (!managesPersonData(viewer)) return null;
  const [row] = await db.execute<{ data: unknown }>(sql`select person_data(${contact}::uuid) as data`);
  return dataSchema.nullable().parse(row?.data ?? null);
}

export interface Person {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  /** The record that they were merged into, which has their conversations now. */
  readonly mergedInto: string | null;
}

/** The contact; null where the viewer may not manage their data. */
export async function findPerson({ viewer, db }: Context<StaffViewer>, contact: string): Promise<Person | null> {
  if (!managesPersonData(viewer)) return null;
  const [row] = await db
    .select({
      ...{ id: contacts.id, brand: contacts.brand, name: contacts.name, email: contacts.email },
      mergedInto: contacts.mergedInto,
    })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, contact)));
  return row ?? null;
}
