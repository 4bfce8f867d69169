import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { managesPersonData } from "./policy";
import { findPerson, type PersonData, readPersonData } from "./queries";
import { isErased, withoutNames } from "./rules";
import type { ErasureInput } from "./schema";

type Writing = Context<StaffViewer>;

const counts = z.record(z.string(), z.number()).nullable();

/** All that the portal holds on a contact, and a line in the log that it was taken; null as readPersonData. */
export async function takePersonData(context: Writing, contact: string): Promise<PersonData | null> {
  const person = await findPerson(context, contact);
  const data = person && (await readPersonData(context, contact));
  if (!person || !data) return null;
  const about = { brand: person.brand, entity: "contact", entityId: person.id };
  await audit(context, { ...about, action: "contact.data-exported", details: { files: data.files.length } });
  return data;
}

/**
 * Erases a contact, all in one transaction; the bytes of files go with the next run of their job. Sent again it changes
 * nothing. Records that were merged into the contact go with it. Throws AppError FORBIDDEN for who is no administrator,
 * NOT_FOUND for a contact of other brands, CONFLICT for one who was merged into another, INVALID where the typed address
 * is another one.
 */
export async function erasePerson(context: Writing, { contact, reason, confirm }: ErasureInput): Promise<void> {
  if (!managesPersonData(context.viewer)) throw new AppError("FORBIDDEN", "Only administrators erase a person’s data.");
  const person = await findPerson(context, contact);
  if (!person) throw new AppError("NOT_FOUND", "There is no such contact.");
  if (isErased(person)) return;
  if (person.mergedInto !== null) {
    throw new AppError(
      "CONFLICT",
      "This record was merged into another one, which has its conversations. Erase that one.",
    );
  }
  if (confirm !== person.email) {
    throw new AppError("INVALID", "This is not the address of the contact. Type it as it stands above.", {
      field: "confirm",
    });
  }
  const [row] = await context.db.execute<{ told: unknown }>(sql`select erase_person(${contact}::uuid) as told`);
  const told = counts.parse(row?.told ?? null);
  if (told === null) throw new AppError("FORBIDDEN", "Only administrators of the contact’s brand erase their data.");
  await audit(context, {
    ...{ brand: person.brand, action: "contact.erased", entity: "contact", entityId: person.id },
    details: { reason: withoutNames(reason, [person.name, person.email]), ...told },
  });
}
