import { type BeginPart, pool, type Transaction } from "./client";
import { withoutQuery } from "./faults";
import { roleNames, rolePrefix } from "./roles";
import type { Scope, StaffRole } from "./schema/constants";
import type { Opening } from "./transaction";

/**
 * A client contact who is signed in on a brand. The values come from the session and the database, never from the
 * request.
 */
export interface ClientViewer {
  readonly kind: "client";
  readonly brand: string;
  readonly contactId: string;
  /** The primary company. Null for a contact without one, who sees nothing of any company. */
  readonly companyId: string | null;
  readonly rights: {
    readonly billing: boolean;
    readonly pay: boolean;
    readonly cases: Scope;
    readonly requests: Scope;
  };
}

/** A member of staff, the same on the host of every brand. */
export interface StaffViewer {
  readonly kind: "staff";
  readonly staffId: string;
  readonly brands: readonly string[];
  readonly roles: readonly StaffRole[];
}

export type Viewer = ClientViewer | StaffViewer;

/**
 * What queries get: a viewer, and a transaction that runs in that viewer's role. It cannot be used after the callback.
 */
export interface Context<V extends Viewer = Viewer> {
  readonly viewer: V;
  readonly db: Transaction;
}

type Settings = Readonly<Record<string, string>>;

/** The offset of the demo's clock, for functions of the database that need today's date by business time. */
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

/**
 * One statement that makes all settings for its transaction alone. The names are constants of this file, so they need
 * no escaping.
 */
function set(values: Settings) {
  const names = Object.keys(values);
  const text = `select ${names.map((name, place) => `set_config('${name}', $${place + 1}, true)`).join(", ")}`;
  return { text, parameters: Object.values(values) };
}

/**
 * All access to the database goes through here, by the functions of this file and SharedReads. The errors that it
 * throws contain no query, no parameter and no row.
 */
export async function transaction<T>(
  opening: Opening,
  work: (db: Transaction, part: BeginPart) => Promise<T>,
): Promise<T> {
  try {
    return await pool().transaction(opening, work);
  } catch (error) {
    throw withoutQuery(error);
  }
}

/**
 * Runs `work` as a viewer: in a transaction with the viewer's role and ids, which both end with it. Reads run
 * REPEATABLE READ READ ONLY, so a list and its total come from one snapshot. Must not be nested.
 */
export async function runAsViewer<V extends Viewer, T>(
  viewer: V,
  mode: "read" | "write",
  work: (context: Context<V>) => Promise<T>,
): Promise<T> {
  return transaction(openingOf(viewer, mode), (db) => work({ viewer, db }));
}

const READS = "isolation level repeatable read read only";

/** How a transaction of a viewer begins. */
export function openingOf(viewer: Viewer, mode: "read" | "write"): Opening {
  const role = roleNames(rolePrefix())[viewer.kind];
  return {
    mode: mode === "read" ? READS : "isolation level read committed",
    settings: set({ role, ...clock(), ...settings(viewer) }),
    plansOf: viewer.kind,
  };
}

/** How reads begin that look up who the viewer is. */
export function openingBeforeViewer(): Opening {
  return { mode: READS, settings: set({ role: "none", ...clock() }), plansOf: "system" };
}

/**
 * Runs `work` as the owner of the data, without row-level security. Only sign-in, jobs, imports and webhooks may use
 * it. `reason` tells whoever audits the calls why it is used.
 */
export async function asSystem<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asSystem needs a reason");
  return transaction({ mode: "", settings: set({ role: "none", ...clock() }), plansOf: "system" }, work);
}
