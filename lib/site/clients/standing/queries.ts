import { and, eq, exists, gte, lte, or, type SQL, sql } from "drizzle-orm";
import { alias, type PgColumn } from "drizzle-orm/pg-core";
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

/** An agreement of the company is up for renewal on the brand's day, and no later term of the same thing follows it. */
export function isDue({ viewer, db }: Context<StaffViewer>, companyId: PgColumn, brands: readonly Brand[]): SQL {
  const days = brands.map((brand) => {
    const today = businessToday(brand.zone);
    return and(
      eq(agreements.brand, brand.key),
      gte(agreements.endsOn, addDays(today, -RENEWAL_DAYS)),
      lte(agreements.endsOn, addDays(today, RENEWAL_DAYS)),
    );
  });
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
    );
  return exists(
    db
      .select({ one: sql`1` })
      .from(agreements)
      .where(
        and(
          visibleAgreements(viewer),
          eq(agreements.companyId, companyId),
          eq(agreements.state, "active"),
          or(sql`false`, ...days),
          sql`not ${exists(following)}`,
        ),
      ),
  );
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
 * PostgreSQL would join an "exists" with all threads, however few companies a page needs. Of `few`, such as the viewer's
 * own, the join is the faster one.
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
      return few ? sql`not ${exists(heard)}` : sql`(${heard.limit(1)}) is null`;
    }),
  );
}
