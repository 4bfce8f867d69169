import { systemNow } from "@/lib/kit/time";
import { keptWords } from "../decisions";
import { defineFile } from "../file-kind";
import { CompanyIds, within } from "../keys";
import { mergeRows, Taken } from "../merge-rows";
import { BadRow } from "../problems";
import { MERGED_AWAY } from "./companies";
import { revokeAccess } from "./contact-access";
import { keptFields } from "./contact-kept";
import { type ContactValues, mergeContact, withoutPortalFields } from "./contact-merge";
import { type ContactRow, contactSchema } from "./contact-row";
import {
  CONTACT_FIELDS,
  companyKeysOf,
  loadContacts,
  saveContacts,
  saveNewAddresses,
  staffAddresses,
} from "./contact-store";

const COMPARED = [
  ...CONTACT_FIELDS,
  "phones",
  "office",
  "newAddress",
] as const satisfies readonly (keyof ContactValues)[];

export const contactsFile = defineFile<ContactRow>({
  file: "contacts.csv",
  schema: contactSchema,
  required: ["brand", "external_id", "email", "name"],
  identity: (row) => [row.external_id],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const companyIds = await CompanyIds.load(run.db, rows);
    const { byKey, byEmail, waiting } = await loadContacts(run.db, rows);
    const emails = [...rows.flatMap(({ email }) => email ?? []), ...[...byKey.values()].map(({ email }) => email)];
    const staff = await staffAddresses(run.db, emails);
    const companyKeys = await companyKeysOf(run.db, [...byEmail.values()]);
    const addresses = new Taken();
    for (const contact of byEmail.values()) addresses.set(within(contact.brand, contact.email), contact.id);
    for (const { brand, address, contactId } of waiting) addresses.set(within(brand, address), contactId);
    const instant = systemNow();
    const now = new Date(instant.epochMilliseconds);

    const find = (row: ContactRow) => byKey.get(within(row.brand, row.external_id)) ?? unknownToErp(byEmail, row);
    const living = lines.filter(({ line, row }) => {
      if (!find(row)?.mergedInto) return true;
      run.warn(line, "external_id", MERGED_AWAY);
      run.count("unchanged");
      return false;
    });
    const merged = mergeRows<ContactRow, ContactValues>(living, run, {
      find,
      merge: (row, stored, id, line) => {
        const ours = stored ? withoutPortalFields(row, stored.portalFields) : row;
        const values = mergeContact(ours, stored, id, { company: companyIds.of(ours.brand, ours.company), now });
        for (const address of [values.email, values.newAddress]) {
          if (address === null) continue;
          if (staff.has(address)) throw new BadRow("email", "The address belongs to a member of staff.");
          const key = within(values.brand, address);
          addresses.refuseOthers(key, id, "email", "Another contact of this brand has this address.");
        }
        for (const { field, portal, erp } of stored ? keptFields(row, stored, companyKeys) : []) {
          run.warn(line, field, keptWords(portal, erp));
        }
        return values;
      },
      fields: COMPARED,
      idOf: ({ id }) => id,
    });
    await saveContacts(run, merged, now);
    await saveNewAddresses(run.db, merged);
    await revokeAccess(run.db, merged, instant);
    for (const { outcome } of merged) run.count(outcome);
  },
});

/** A contact of the portal that no file has named yet. The first row with its mail address gives it the external id. */
function unknownToErp(byEmail: ReadonlyMap<string, ContactValues>, row: ContactRow): ContactValues | undefined {
  const contact = row.email === undefined ? undefined : byEmail.get(within(row.brand, row.email));
  return contact?.externalId === null ? contact : undefined;
}
