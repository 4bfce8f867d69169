import { sql } from "drizzle-orm";
import { pool, type Transaction } from "./client";
import { roleNames, rolePrefix } from "./roles";
import type { Scope, StaffRole } from "./schema/constants";

/** A client contact signed in on a brand: what the session and the rows behind it say now, never what a request says. */
export interface ClientViewer {
  readonly kind: "client";
  readonly brand: string;
  readonly contactId: string;
  /** The primary company; null for a contact that has none, who then sees nothing of any. */
  readonly companyId: string | null;
  readonly rights: {
    readonly billing: boolean;
    readonly pay: boolean;
    readonly cases: Scope;
    readonly requests: Scope;
  };
}

/** A member of staff, on whichever brand's host. */
export interface StaffViewer {
  readonly kind: "staff";
  readonly staffId: string;
  readonly brands: readonly string[];
  readonly roles: readonly StaffRole[];
}

export type Viewer = ClientViewer | StaffViewer;

/** What queries get: a viewer and a transaction that runs in that viewer's role. Dead after the callback. */
export interface Context<V extends Viewer = Viewer> {
  readonly viewer: V;
  readonly db: Transaction;
}

/** What the database's own functions judge terms by: the demo's clock is moved for them too. */
const clock = () => sql`set_config('portal.clock_offset_ms', ${process.env.PORTAL_CLOCK_OFFSET_MS || "0"}, true)`;

function settings(viewer: Viewer) {
  if (viewer.kind === "client") {
    return sql`set_config('portal.brand', ${viewer.brand}, true), set_config('portal.contact_id', ${viewer.contactId}, true),
      set_config('portal.company_id', ${viewer.companyId ?? ""}, true),
      set_config('portal.billing', ${viewer.rights.billing ? "yes" : "no"}, true),
      set_config('portal.pay', ${viewer.rights.billing && viewer.rights.pay ? "yes" : "no"}, true),
      set_config('portal.cases', ${viewer.rights.cases}, true),
      set_config('portal.requests', ${viewer.rights.requests}, true)`;
  }
  return sql`set_config('portal.staff_id', ${viewer.staffId}, true), set_config('portal.brands', ${viewer.brands.join(",")}, true),
    set_config('portal.roles', ${viewer.roles.join(",")}, true)`;
}

/**
 * Runs `work` as a viewer: a transaction in the viewer's role with the viewer's ids, both gone when it ends. Reads run
 * REPEATABLE READ READ ONLY, so a list and its total are one snapshot. Not to be nested.
 */
export async function runAsViewer<V extends Viewer, T>(
  viewer: V,
  mode: "read" | "write",
  work: (context: Context<V>) => Promise<T>,
): Promise<T> {
  const role = roleNames(rolePrefix())[viewer.kind];
  return pool().db.transaction(
    async (db) => {
      await db.execute(sql`select set_config('role', ${role}, true), ${clock()}, ${settings(viewer)}`);
      return work({ viewer, db });
    },
    mode === "read"
      ? { isolationLevel: "repeatable read", accessMode: "read only" }
      : { isolationLevel: "read committed" },
  );
}

/**
 * Runs `work` as the owner of the data, past row-level security: for sign-in, jobs, imports and webhooks alone.
 * `reason` names why, for whoever audits the calls.
 */
export async function asSystem<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asSystem needs a reason");
  return pool().db.transaction(async (db) => {
    await db.execute(sql`select set_config('role', 'none', true), ${clock()}`);
    return work(db);
  });
}
