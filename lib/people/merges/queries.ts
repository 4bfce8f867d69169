import { createHash } from "node:crypto";
import { and, desc, eq, or, sql } from "drizzle-orm";
import { companies, contacts, merges, staff } from "@/db/schema";
import type { MergeKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { changeableCompanies } from "@/lib/people/edits/companies/policy";
import { changeableContacts, editsPeople, visibleMerges } from "@/lib/people/edits/contacts/policy";
import { findCompaniesNamed, findContactByAddress } from "@/lib/people/edits/contacts/queries";
import { visibleMergers } from "./policy";

/** A contact or a company as the preview of a merge names it. */
export interface MergeParty {
  readonly id: string;
  readonly brand: string;
  /** Of a company its own; null for a contact without one. */
  readonly companyId: string | null;
  readonly name: string;
  /** Sign-in address of a contact, number of a company. */
  readonly detail: string;
  /** The ERP's id; null for a contact who was made in the portal. */
  readonly externalId: string | null;
  readonly closedAt: Date | null;
}

/** Somebody who sees something new after the merge of two companies. */
export interface Gain {
  readonly contactId: string;
  readonly name: string;
  readonly email: string;
  /** The one of the two companies that they belong or are related to now. */
  readonly companyId: string;
  readonly sees: readonly string[];
}

export interface MergePreview {
  readonly kind: MergeKind;
  readonly survivor: MergeParty;
  readonly merged: MergeParty;
  readonly counts: readonly { readonly table: string; readonly rows: number }[];
  readonly gains: readonly Gain[];
  /** Digest of the gains, which the form carries: see `peopleDigest`. */
  readonly people: string;
}

/** One of the two. Null for one whom the viewer may not edit, and for one that was merged already. */
export async function findParty(
  { viewer, db }: Context<StaffViewer>,
  kind: MergeKind,
  id: string,
): Promise<MergeParty | null> {
  if (kind === "contact") {
    const [row] = await db
      .select({
        id: contacts.id,
        brand: contacts.brand,
        companyId: contacts.primaryCompanyId,
        name: contacts.name,
        detail: contacts.email,
        externalId: contacts.externalId,
        closedAt: contacts.closedAt,
      })
      .from(contacts)
      .where(and(changeableContacts(viewer), eq(contacts.id, id)));
    return row ?? null;
  }
  const [row] = await db
    .select({
      id: companies.id,
      brand: companies.brand,
      companyId: companies.id,
      name: companies.name,
      detail: companies.externalId,
      externalId: companies.externalId,
      closedAt: companies.closedAt,
    })
    .from(companies)
    .where(and(changeableCompanies(viewer), eq(companies.id, id)));
  return row ?? null;
}

/** What would move and who would see something new. Null where the two cannot be merged. */
export async function previewMerge(
  context: Context<StaffViewer>,
  kind: MergeKind,
  survivorId: string,
  mergedId: string,
): Promise<MergePreview | null> {
  if (survivorId === mergedId) return null;
  const [survivor, merged, counts, gains] = await Promise.all([
    findParty(context, kind, survivorId),
    findParty(context, kind, mergedId),
    readCounts(context, kind, mergedId),
    kind === "company" ? readGains(context, survivorId, mergedId) : [],
  ]);
  if (!survivor || !merged || survivor.brand !== merged.brand) return null;
  return { kind, survivor, merged, counts, gains, people: peopleDigest(gains) };
}

async function readCounts({ viewer, db }: Context<StaffViewer>, kind: MergeKind, id: string) {
  if (!editsPeople(viewer)) return [];
  const rows = await db.execute<{ table_name: string; rows: number }>(
    sql`select table_name, rows from merge_counts(${kind}, ${id}::uuid)`,
  );
  return [...rows].map(({ table_name: table, rows: count }) => ({ table, rows: count }));
}

/** Who sees something new after a merge of two companies, by name. */
export async function readGains(
  { viewer, db }: Context<StaffViewer>,
  survivor: string,
  merged: string,
): Promise<Gain[]> {
  if (!editsPeople(viewer)) return [];
  const rows = await db.execute<{
    contact_id: string;
    name: string;
    email: string;
    company_id: string;
    sees: string[];
  }>(sql`select * from merge_gains(${survivor}::uuid, ${merged}::uuid)`);
  return [...rows].map(({ contact_id: contactId, name, email, company_id: companyId, sees }) => ({
    ...{ contactId, name, email, companyId, sees },
  }));
}

/** SHA-256 in hex of who gains what: the form carries it, so that nobody gains whom its reader was not told of. */
export function peopleDigest(gains: readonly Gain[]): string {
  const lines = gains.map(({ contactId, sees }) => `${contactId} ${[...sees].sort().join(",")}`).sort();
  return createHash("sha256").update(lines.join("\n"), "utf8").digest("hex");
}

/** A merge that a record took part in. */
export interface MergeLine {
  readonly id: string;
  readonly kind: MergeKind;
  readonly survivorId: string;
  readonly mergedId: string;
  readonly survivorName: string;
  readonly mergedName: string;
  readonly by: string;
  /** System time. */
  readonly at: Date;
  readonly undoneAt: Date | null;
}

const SHOWN = 20;

/** The newest merges of a contact or a company, as survivor or merged. */
export async function listMerges(
  context: Context<StaffViewer>,
  kind: MergeKind,
  id: string,
): Promise<readonly MergeLine[]> {
  const { viewer, db } = context;
  const rows = await db
    .select({ merge: merges, by: staff.name })
    .from(merges)
    .leftJoin(staff, and(visibleMergers(viewer, staff.id), eq(staff.id, merges.mergedBy)))
    .where(and(visibleMerges(viewer), eq(merges.kind, kind), or(eq(merges.survivorId, id), eq(merges.mergedId, id))))
    .orderBy(desc(merges.mergedAt), desc(merges.id))
    .limit(SHOWN);
  const names = await namesOf(
    context,
    kind,
    rows.flatMap(({ merge }) => [merge.survivorId, merge.mergedId]),
  );
  return rows.map(({ merge, by }) => ({
    ...{ id: merge.id, kind, survivorId: merge.survivorId, mergedId: merge.mergedId },
    survivorName: names.get(merge.survivorId) ?? "Unknown",
    mergedName: names.get(merge.mergedId) ?? "Unknown",
    by: by ?? "A colleague",
    at: merge.mergedAt,
    undoneAt: merge.undoneAt,
  }));
}

async function namesOf({ viewer, db }: Context<StaffViewer>, kind: MergeKind, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const among = sql.param([...ids]);
  const rows =
    kind === "contact"
      ? await db
          .select({ id: contacts.id, name: contacts.name })
          .from(contacts)
          .where(and(visibleContacts(viewer), sql`${contacts.id} = any(${among}::uuid[])`))
      : await db
          .select({ id: companies.id, name: companies.name })
          .from(companies)
          .where(and(visibleCompanies(viewer), sql`${companies.id} = any(${among}::uuid[])`));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** What the page of a merge shows: the one that it is about, and the preview or why there is none. */
export interface MergePage {
  readonly party: MergeParty;
  readonly preview: MergePreview | null;
  readonly refusal: string | null;
}

/**
 * The page of a merge for the record with this id. `find`: address of the other contact, or name or number of the other
 * company. `keeps`: which of the two survives. Null for a record that the viewer may not merge.
 */
export async function readMergePage(
  context: Context<StaffViewer>,
  kind: MergeKind,
  id: string,
  { find, keeps }: { readonly find: string | null; readonly keeps: "this" | "other" },
): Promise<MergePage | null> {
  const party = await findParty(context, kind, id);
  if (!party) return null;
  if (find === null || find === "") return { party, preview: null, refusal: null };
  const found =
    kind === "contact"
      ? [await findContactByAddress(context, party.brand, find)].filter((one) => one !== null)
      : await findCompaniesNamed(context, party.brand, find);
  const others = found.filter((other) => other.id !== id);
  const [other] = others;
  if (!other) return { party, preview: null, refusal: `The brand has no other ${kind} of this ${DETAIL[kind]}.` };
  if (others.length > 1) return { party, preview: null, refusal: "More than one has this name. Enter the number." };
  const [survivor, merged] = keeps === "this" ? [id, other.id] : [other.id, id];
  const preview = await previewMerge(context, kind, survivor, merged);
  return { party, preview, refusal: preview ? null : "These two cannot be merged." };
}

const DETAIL: Readonly<Record<MergeKind, string>> = { contact: "address", company: "name or number" };
