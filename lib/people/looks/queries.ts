import { and, asc, desc, inArray, lt, sql } from "drizzle-orm";
import { companies, contacts, looks } from "@/db/schema";
import { LOOK_KINDS, type LookKind, type StaffRole } from "@/db/schema/constants";
import type { ClientViewer, Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { visibleLooks } from "./policy";
import type { Looked, LookedAt } from "./service";

/** What one of the firm's people opened of a company on one day. */
interface LookLine {
  /** The brand's day, as YYYY-MM-DD. */
  readonly day: string;
  readonly staffId: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly kinds: readonly LookKind[];
}

export interface LookList {
  readonly lines: readonly LookLine[];
  /** Looks before this day follow; null where there are none. */
  readonly olderThan: string | null;
}

/** Lines on a page. A day is never divided between two pages unless it alone has more. */
const LOOK_LINES = 60;

/** Who opened the client's company, the newest day first, before a day. */
export async function listLooks({ viewer, db }: Context<ClientViewer>, before: string | null): Promise<LookList> {
  const rows = await db
    .select({
      day: looks.day,
      staffId: looks.staffId,
      // A person who was renamed in the course of a day is one line.
      name: sql<string>`max(${looks.staffName})`,
      roles: looks.roles,
      kinds: sql<LookKind[]>`array_agg(${looks.kind})`,
    })
    .from(looks)
    .where(and(visibleLooks(viewer), before === null ? undefined : lt(looks.day, before)))
    .groupBy(looks.day, looks.staffId, looks.roles)
    .orderBy(desc(looks.day), asc(sql`max(${looks.staffName})`), asc(looks.staffId))
    .limit(LOOK_LINES + 1);
  const more = rows.length > LOOK_LINES;
  const last = rows.at(-1)?.day;
  const whole = more ? rows.filter(({ day }) => day !== last) : rows;
  const shown = whole.length > 0 ? whole : rows;
  return {
    lines: shown.map((row) => ({ ...row, kinds: LOOK_KINDS.filter((kind) => row.kinds.includes(kind)) })),
    olderThan: more ? (shown.at(-1)?.day ?? null) : null,
  };
}

/** Those of the companies that the viewer sees. */
function lookedOfCompanies({ viewer, db }: Context<StaffViewer>, ids: readonly string[]): Promise<LookedAt[]> {
  return db
    .select({ brand: companies.brand, companyId: companies.id })
    .from(companies)
    .where(and(visibleCompanies(viewer), inArray(companies.id, [...ids])));
}

/** The company to which a list of staff is narrowed; null for one that the viewer does not see. */
export async function lookedOfCompany(context: Context<StaffViewer>, id: string): Promise<LookedAt | null> {
  return (await lookedOfCompanies(context, [id]))[0] ?? null;
}

/** The primary companies of those of the contacts whom the viewer sees. */
export async function lookedOfContacts(
  { viewer, db }: Context<StaffViewer>,
  ids: readonly string[],
): Promise<LookedAt[]> {
  const rows = await db
    .select({ brand: contacts.brand, companyId: contacts.primaryCompanyId })
    .from(contacts)
    .where(and(visibleContacts(viewer), inArray(contacts.id, [...ids])));
  return rows.flatMap(({ brand, companyId }) => (companyId === null ? [] : [{ brand, companyId }]));
}

/** A row of a list of staff, with the company that it shows something of; null: of none. */
interface ListedRow {
  readonly brand: string;
  readonly company: { readonly id: string } | null;
}

/**
 * The companies of which a searched list shows something: the rows of its page, and not those that only count. Nothing
 * where nothing was searched: a queue that is worked through is no look, and somebody who is looked for is.
 */
export function lookedOfSearch(q: string, rows: readonly ListedRow[], kinds: Looked["kinds"]): Looked[] {
  if (q === "") return [];
  return rows.flatMap(({ brand, company }) => (company ? [{ brand, companyId: company.id, kinds }] : []));
}
