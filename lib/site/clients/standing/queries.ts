import { and, eq, exists, gte, inArray, lte, or, type SQL, sql } from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
import { plannedAnew } from "@/db/plans";
import { accountTeamMembers, agreements, invoices, threads } from "@/db/schema";
import { THREAD_KINDS } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { addDays, businessToday } from "@/lib/kit/time";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { withStatus } from "@/lib/money/invoices/queries";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { readsMoney, visibleCompanyRows } from "@/lib/people/companies/policy";
import { visibleThreads } from "@/lib/threads/policy";

/* Conditions by which the firm's clients are filtered. Each is evaluated company by company, from an index. */

const RENEWAL_DAYS = 90;
/** The most days that a term and the next one may have in common. */
const OVERLAP_DAYS = 31;
/** Nothing was written for so long: in system time, as the activity of threads is. */
const SILENCE = sql.raw("(now() - interval '90 days')");

/** The viewer is on the account team of the company whose id the column holds. */
export function isMine(viewer: StaffViewer, companyId: PgColumn): SQL {
  return sql`${companyId} in (select ${accountTeamMembers.companyId} from ${accountTeamMembers}
    where ${and(visibleAccountTeam(viewer), eq(accountTeamMembers.staffId, viewer.staffId))})`;
}

const later = alias(agreements, "later");

/** An agreement that is not cancelled ended or ends within RENEWAL_DAYS of its brand's day. */
function isEnding(brands: readonly Brand[]): SQL | undefined {
  const days = brands.map((brand) => {
    const today = businessToday(brand.zone);
    return and(
      eq(agreements.brand, brand.key),
      gte(agreements.endsOn, addDays(today, -RENEWAL_DAYS)),
      lte(agreements.endsOn, addDays(today, RENEWAL_DAYS)),
    );
  });
  // In the words of the index, which a parameter would not match.
  return and(sql`${agreements.state} = 'active'`, or(sql`false`, ...days));
}

/** No later term of the same thing follows an agreement. A sub-select of one row, which is asked only of those that end. */
function isUnfollowed({ viewer, db }: Context<StaffViewer>): SQL {
  const following = db
    .select({ one: sql`1` })
    .from(later)
    .where(
      and(
        visibleCompanyRows(viewer, later),
        eq(later.companyId, agreements.companyId),
        eq(later.state, "active"),
        eq(later.kind, agreements.kind),
        or(eq(later.kind, "support"), eq(later.product, agreements.product)),
        sql`${later.startsOn} > ${agreements.startsOn} and ${later.endsOn} > ${agreements.endsOn}`,
        sql`${later.startsOn} > ${agreements.endsOn} - ${OVERLAP_DAYS}::int`,
      ),
    )
    .limit(1);
  return sql`(${following}) is null`;
}

/** Up to so many agreements that are due are looked up, and their companies named one by one. */
const FEW_DUE = 200;

/**
 * An agreement of the company whose id the column holds is due for renewal. Of a list that is narrowed to `few`, such as
 * the viewer's own, each company is looked at. Of any other, those that are due are read, which is all that a firm has in
 * most weeks. Where they are many, companies are read in the order of the list until a page is full: first it is asked
 * whether a company is among those of which a term ends, and of those alone which term.
 */
export async function isDue(
  context: Context<StaffViewer>,
  { whose, few }: { readonly whose: PgColumn; readonly few: boolean },
  brands: readonly Brand[],
): Promise<SQL | undefined> {
  const { viewer, db } = context;
  const terms = (where: SQL | undefined) =>
    db
      .select({ companyId: agreements.companyId })
      .from(agreements)
      .where(and(visibleAgreements(viewer), isEnding(brands), where));
  const own = terms(and(eq(agreements.companyId, whose), isUnfollowed(context)));
  if (few) return exists(own);
  const due = await terms(and(isUnfollowed(context), plannedAnew)).limit(FEW_DUE + 1);
  if (due.length <= FEW_DUE) {
    return sql`${whose} = any (${sql.param([...new Set(due.map(({ companyId }) => companyId))])}::uuid[])`;
  }
  // "Is true" keeps PostgreSQL from joining, which would read all companies before the first is shown.
  return and(sql`(${inArray(whose, terms(undefined))}) is true`, sql`(${own.limit(1)}) is not null`);
}

/** An invoice of the company is overdue on its brand's day; for nobody who may not read money. */
export function isOverdue({ viewer, db }: Context<StaffViewer>, companyId: PgColumn, brands: readonly Brand[]): SQL {
  if (!readsMoney(viewer)) return sql`false`;
  const overdue = brands.map(({ key, zone }) =>
    and(eq(invoices.brand, key), withStatus("overdue", businessToday(zone))),
  );
  return exists(
    db
      .select({ one: sql`1` })
      .from(invoices)
      .where(and(visibleInvoices(viewer), eq(invoices.companyId, companyId), or(sql`false`, ...overdue))),
  );
}

/**
 * In no thread that the viewer may see was anything said or changed since SILENCE. `whose` holds the company or the
 * contact, and `column` is threads' own. One sub-select for each kind, because the indexes are apart; of one row, because
 * PostgreSQL would join an "exists" with all threads, however few companies a page needs, and as a case, which is assumed to
 * hold for every second row and not for next to none. Of `few`, such as the viewer's own, the join is the faster one.
 */
export function isQuiet(
  { viewer, db }: Context<StaffViewer>,
  { column, whose, few }: { readonly column: PgColumn; readonly whose: PgColumn; readonly few: boolean },
): SQL | undefined {
  return and(
    ...THREAD_KINDS.map((kind) => {
      const heard = db
        .select({ one: sql`1` })
        .from(threads)
        .where(and(visibleThreads(viewer, kind), eq(column, whose), sql`${threads.activeAt} > ${SILENCE}`));
      return few ? sql`not ${exists(heard)}` : sql`case when (${heard.limit(1)}) is null then true else false end`;
    }),
  );
}
