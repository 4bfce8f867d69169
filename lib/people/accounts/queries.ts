import { and, asc, eq, exists, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { staff, staffBrands } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { isAlive } from "@/lib/gate/auth/session-lives";
import { rowId } from "@/lib/kit/lists/values";
import { systemNow } from "@/lib/kit/time";
import { managesAccounts, visibleAccountBrands, visibleAccounts } from "./policy";
import type { AccountState } from "./types";

export interface StaffAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly phone: string | null;
  readonly roles: readonly StaffRole[];
  /** Keys of the brands of the account, among the viewer's own. */
  readonly brands: readonly string[];
  /** `invited` is told of accounts that the viewer may change, no others. */
  readonly state: AccountState;
  /** The viewer may change it: every brand of it is one of theirs, and it is not their own. */
  readonly isManaged: boolean;
  readonly isDemo: boolean;
  /** When it was last changed, as a text that a form sends back. */
  readonly seen: string;
}

type Looking = Context<StaffViewer>;

function selectAccounts({ viewer, db }: Looking, where: SQL | undefined) {
  const brands = db
    .select({ brand: staffBrands.brand })
    .from(staffBrands)
    .where(and(visibleAccountBrands(viewer), eq(staffBrands.staffId, staff.id)))
    .orderBy(asc(staffBrands.brand));
  return db
    .select({
      ...{ id: staff.id, name: staff.name, email: staff.email, jobTitle: staff.jobTitle, phone: staff.phone },
      ...{ roles: staff.roles, closedAt: staff.closedAt, isDemo: staff.demo, updatedAt: staff.updatedAt },
      brands: sql<string[]>`array${brands}`,
      isManaged: sql<boolean>`manages_staff(${staff.id})`,
      hasPassword: sql<boolean>`${staff.id} in (select staff_with_passwords())`,
    })
    .from(staff)
    .where(and(visibleAccounts(viewer), where))
    .orderBy(sql`${staff.closedAt} is not null`, asc(staff.name), asc(staff.id));
}

type Stored = Awaited<ReturnType<typeof selectAccounts>>[number];

function accountOf({ closedAt, hasPassword, updatedAt, ...row }: Stored): StaffAccount {
  const isInvited = row.isManaged && !hasPassword;
  return { ...row, seen: updatedAt.toISOString(), state: closedAt ? "disabled" : isInvited ? "invited" : "open" };
}

/** The accounts of the viewer's brands: those in use first, by name. */
export async function listAccounts(context: Looking): Promise<StaffAccount[]> {
  const { viewer, db } = context;
  const shared = db
    .select({ one: sql`1` })
    .from(staffBrands)
    .where(and(visibleAccountBrands(viewer), eq(staffBrands.staffId, staff.id)));
  return (await selectAccounts(context, exists(shared))).map(accountOf);
}

/** One account; null for an id that none has. */
export async function findStaffAccount(context: Looking, id: string): Promise<StaffAccount | null> {
  const { data } = rowId.safeParse(id);
  if (data === undefined) return null;
  const [row] = await selectAccounts(context, eq(staff.id, data));
  return row ? accountOf(row) : null;
}

export interface StaffSession {
  readonly id: string;
  readonly brand: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly userAgent: string | null;
}

const time = z.coerce.date();
const sessionRows = z.array(
  z.object({
    ...{ id: z.string(), brand: z.string(), created_at: time, last_seen_at: time, expires_at: time },
    user_agent: z.string().nullable(),
  }),
);

/** The running sessions of an account that the viewer may change, last used first; none of any other. */
export async function listStaffSessions({ viewer, db }: Looking, account: string): Promise<StaffSession[]> {
  if (!managesAccounts(viewer)) return [];
  const rows = sessionRows.parse([...(await db.execute(sql`select * from staff_sessions(${account}::uuid)`))]);
  const now = systemNow();
  return rows
    .map((row) => ({
      ...{ id: row.id, brand: row.brand, userAgent: row.user_agent, createdAt: row.created_at },
      ...{ lastSeenAt: row.last_seen_at, expiresAt: row.expires_at, endedAt: null, accountKind: "staff" as const },
    }))
    .filter((session) => isAlive(session, now))
    .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
    .map(({ id, brand, createdAt, lastSeenAt, userAgent }) => ({ id, brand, createdAt, lastSeenAt, userAgent }));
}
