import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { brands, staff, staffBrands } from "@/db/schema";
import { ON_CALL_DUTIES } from "@/db/schema/constants";
import type { ClientViewer, Context, StaffViewer } from "@/db/viewer";
import { ofOwnBrands } from "@/lib/gate/brand/policy";
import type { Brand } from "@/lib/gate/brand/types";
import { readsCases } from "@/lib/gate/rights";
import { businessNow, formatInstant, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { coveredTerms } from "@/lib/people/agreements/coverage/queries";
import { type CoveredTerm, coverageAt, coverageIncludes } from "@/lib/people/agreements/coverage/rules";
import { editedRotas, editsOnCall, visibleChoices } from "./policy";
import { onCallAt, type Rota, type RotaWeek, rotaText, weekAt, weeksFrom } from "./rules";
import type { OnCallContact, OwnDuty } from "./types";

const person = z.object({ id: z.string(), name: z.string(), works: z.boolean() });
const rota = z.object({
  zone: z.string(),
  phone: z.string(),
  handoverWeekday: z.number(),
  handoverTime: z.string(),
  firstDay: z.string(),
  people: z.array(person),
  standIns: z.array(z.object({ week: z.string(), person })),
  lead: person.nullable(),
  steps: z.array(z.object({ id: z.string(), duty: z.enum(ON_CALL_DUTIES), after: z.number() })),
});
/** With the ids of the steps, by which a form removes one. */
export type StoredRota = z.output<typeof rota>;

/** As text, because reads that are joined into one statement come as JSON themselves. */
const jsonText = z.string().transform((text): unknown => JSON.parse(text));
const rows = z.array(z.object({ brand: z.string(), rota: jsonText.pipe(rota).nullable() }));

/**
 * The rotas of brands, by brand. For staff those of their brands; for a contact the one of their brand, if a company
 * that they reach has a coverage beyond chat hours in force today; for a job any. The database applies the viewer's ids.
 */
export async function readRotas(
  { db }: { readonly db: Transaction },
  keys: readonly string[],
): Promise<(brand: string) => StoredRota | null> {
  if (keys.length === 0) return () => null;
  const list = sql.join(
    keys.map((key) => sql`${key}::text`),
    sql`, `,
  );
  const found = rows.parse(
    await db
      .select({ brand: sql<string>`brand`, rota: sql<string | null>`on_call_rota(brand)::text` })
      .from(sql`unnest(array[${list}]) as asked (brand)`),
  );
  return (brand) => found.find((row) => row.brand === brand)?.rota ?? null;
}

/** Is some product of the terms, or every product, covered at this hour beyond chat hours? Null for no. */
function coverageNow(brand: Brand, terms: readonly CoveredTerm[], product: string | null | undefined): string | null {
  const now = businessNow();
  const products = product === undefined ? [null, ...terms.map(({ onlyFor }) => onlyFor)] : [product];
  for (const one of new Set(products)) {
    const coverage = coverageAt(brand, terms, one, now);
    if (coverage && coverage.kind !== "chat_hours" && coverageIncludes(coverage, brand.chatCalendar, now)) {
      return coverage.name;
    }
  }
  return null;
}

/** The companies whose cases a contact reaches, as an array. */
export const REACHED = sql`array(select company_id from case_companies())`;

export interface OnCallFinder {
  /**
   * Whom the viewer may call at this hour about a company's cases; null where no agreement of the company covers the
   * hour beyond chat hours. `product`: of a case; left out, whatever product is covered counts.
   */
  readonly contactOf: (companyId: string, product?: string | null) => OnCallContact | null;
  /** The agreements by which it is judged. */
  readonly termsOf: (companyId: string) => readonly CoveredTerm[];
}

/**
 * Finds whom the viewer may call at this hour. Nobody else learns the number or the name. `companies`: ids, or SQL that
 * is an array of them.
 */
export async function readOnCall(
  context: Context<ClientViewer>,
  brand: Brand,
  companies: readonly string[] | SQL,
  local: Zoned,
): Promise<OnCallFinder> {
  const { termsOf, rotas } = await together({
    termsOf: coveredTerms(context, companies),
    rotas: readRotas(context, [brand.key]),
  });
  const rota = rotas(brand.key);
  if (!rota) return { contactOf: () => null, termsOf };
  const onCall = onCallAt(rota, businessNow());
  const contactOf: OnCallFinder["contactOf"] = (companyId, product) => {
    const coverage = coverageNow(brand, termsOf(companyId), product);
    if (coverage === null) return null;
    const until = onCall && formatInstant(onCall.until, local.zone);
    return { coverage, name: onCall?.person.name ?? null, phone: rota.phone, until };
  };
  return { contactOf, termsOf };
}

export interface OnCallDesk {
  readonly zone: string;
  /** Null until the number is saved for the first time. */
  readonly rota: StoredRota | null;
  /** Who may be put on the rota: staff of the brand who answer cases, by name. */
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly weeks: readonly RotaWeek[];
  readonly seen: string;
}

/** How many weeks ahead stand-ins are chosen. */
const WEEKS_SHOWN = 12;

/** Everything for the page that edits a brand's rota; null if the viewer may not edit it. */
export async function readOnCallDesk(context: Context<StaffViewer>, brand: string): Promise<OnCallDesk | null> {
  const { viewer, db } = context;
  if (!editsOnCall(viewer)) return null;
  const { rotas, found, choices } = await together({
    rotas: readRotas(context, [brand]),
    found: db
      .select({ zone: brands.zone })
      .from(brands)
      .where(and(ofOwnBrands(viewer, brands.key), eq(brands.key, brand))),
    choices: listChoices(context, brand),
  });
  const zone = found[0]?.zone;
  if (zone === undefined) return null;
  const rota = rotas(brand);
  const weeks = rota ? weeksFrom(rota, businessNow(), WEEKS_SHOWN) : [];
  return { zone, rota, choices, weeks, seen: rota ? rotaText(rota) : "" };
}

/** Staff of a brand who may be on its rota: their accounts are open and they answer cases. */
async function listChoices({ viewer, db }: Context<StaffViewer>, brand: string) {
  return db
    .select({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(editedRotas(viewer, staffBrands.brand), eq(staffBrands.brand, brand), visibleChoices(viewer)))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** The viewer's own duties: for each brand the week in which they are on call now, or their next one. */
export async function listOwnDuties(context: Context<StaffViewer>, local: Zoned): Promise<OwnDuty[]> {
  const { viewer } = context;
  if (!readsCases(viewer)) return [];
  const rotas = await readRotas(context, viewer.brands);
  return viewer.brands.flatMap((brand) => {
    const found = rotas(brand);
    const duty = found && ownDuty(found, viewer.staffId);
    if (!duty) return [];
    const { isNow, from, until } = duty;
    return [{ brand, isNow, from: formatInstant(from, local.zone), until: formatInstant(until, local.zone) }];
  });
}

function ownDuty(rota: Rota, staffId: string): (RotaWeek & { readonly isNow: boolean }) | null {
  const now = businessNow();
  const current = weekAt(rota, now).week;
  for (const week of weeksFrom(rota, now, WEEKS_SHOWN)) {
    const onCall = onCallAt(rota, week.from);
    if (onCall?.person.id === staffId) return { ...week, isNow: week.week === current };
  }
  return null;
}
