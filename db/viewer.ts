import { webAddress } from "./address";
import { BINDING, bind, type Facts } from "./binding";
import { ownerPool, pool, type Transaction } from "./client";
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
const clock = () => process.env.PORTAL_CLOCK_OFFSET_MS || "0";
/** The same, for transactions of the owner's login. */
const ownClock = () => ({ "portal.clock_offset_ms": clock() });

function factsOf(viewer: Viewer): Facts {
  if (viewer.kind === "client") {
    const { billing, pay, cases, requests } = viewer.rights;
    return {
      brand: viewer.brand,
      contact_id: viewer.contactId,
      company_id: viewer.companyId ?? "",
      billing: billing ? "yes" : "no",
      pay: billing && pay ? "yes" : "no",
      cases,
      requests,
    };
  }
  return { staff_id: viewer.staffId, brands: viewer.brands.join(","), roles: viewer.roles.join(",") };
}

/** One statement that sets all for its transaction alone; its names are this file's own. */
function set(values: Readonly<Record<string, string>>) {
  const names = Object.keys(values);
  const text = `select ${names.map((name, place) => `set_config('${name}', $${place + 1}, true)`).join(", ")}`;
  return { text, parameters: Object.values(values) };
}

/** A role, and who it is for, so that the database believes it: see db/binding.ts. */
function become(role: "client" | "staff" | "gate", facts: Facts) {
  const bound = bind({ kind: role, clock_offset_ms: clock(), ...facts });
  return set({ role: roleNames(rolePrefix())[role], [BINDING]: bound });
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
  return pool().transaction(
    {
      mode: mode === "read" ? "isolation level repeatable read read only" : "isolation level read committed",
      settings: become(viewer.kind, factsOf(viewer)),
      plansOf: viewer.kind,
    },
    (db) => work({ viewer, db }),
  );
}

/**
 * Runs `work` in the narrow role of what the web process does before there is a viewer, or beside one: sign-in, webhooks,
 * checkout, streams. It reaches the tables and columns that these need. `reason` names why, for whoever audits the calls.
 */
export async function asGate<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asGate needs a reason");
  const settings = webAddress().ownsNothing
    ? become("gate", {})
    : // On the owner's login nothing needs to be believed: commands work without AUTH_SECRET.
      set({ role: roleNames(rolePrefix()).gate, ...ownClock() });
  return pool().transaction({ mode: "", settings, plansOf: "gate" }, work);
}

/**
 * Runs `work` as the owner of the data, past row-level security: for jobs, imports and commands alone. The web process has
 * no such login. `reason` names why, for whoever audits the calls.
 */
export async function asSystem<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asSystem needs a reason");
  const settings = set({ role: "none", ...ownClock() });
  return ownerPool().transaction({ mode: "", settings, plansOf: "system" }, work);
}
