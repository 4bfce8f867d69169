import { pool, type Transaction } from "./client";
import { withoutQuery } from "./faults";
import { roleNames, rolePrefix } from "./roles";
import type { Scope, StaffRole } from "./schema/constants";
import type { Opening } from "./transaction";

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

type Settings = Readonly<Record<string, string>>;

/** What the database's own functions judge terms by: the demo's clock is moved for them too. */
const clock = (): Settings => ({ "portal.clock_offset_ms": process.env.PORTAL_CLOCK_OFFSET_MS || "0" });

function settings(viewer: Viewer): Settings {
  if (viewer.kind === "client") {
    const { billing, pay, cases, requests } = viewer.rights;
    return {
      "portal.brand": viewer.brand,
      "portal.contact_id": viewer.contactId,
      "portal.company_id": viewer.companyId ?? "",
      "portal.billing": billing ? "yes" : "no",
      "portal.pay": billing && pay ? "yes" : "no",
      "portal.cases": cases,
      "portal.requests": requests,
    };
  }
  return {
    "portal.staff_id": viewer.staffId,
    "portal.brands": viewer.brands.join(","),
    "portal.roles": viewer.roles.join(","),
  };
}

/** One statement that sets all for its transaction alone; its names are this file's own. */
function set(values: Settings) {
  const names = Object.keys(values);
  const text = `select ${names.map((name, place) => `set_config('${name}', $${place + 1}, true)`).join(", ")}`;
  return { text, parameters: Object.values(values) };
}

/** The one way into the database: what it fails with holds no query, no parameter and no row. */
async function transaction<T>(opening: Opening, work: (db: Transaction) => Promise<T>): Promise<T> {
  try {
    return await pool().transaction(opening, work);
  } catch (error) {
    throw withoutQuery(error);
  }
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
  return transaction(
    {
      mode: mode === "read" ? "isolation level repeatable read read only" : "isolation level read committed",
      settings: set({ role, ...clock(), ...settings(viewer) }),
      plansOf: viewer.kind,
    },
    (db) => work({ viewer, db }),
  );
}

/**
 * Runs `work` as the owner of the data, past row-level security: for sign-in, jobs, imports and webhooks alone.
 * `reason` names why, for whoever audits the calls.
 */
export async function asSystem<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asSystem needs a reason");
  return transaction({ mode: "", settings: set({ role: "none", ...clock() }), plansOf: "system" }, work);
}
