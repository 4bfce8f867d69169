import { webAddress } from "./address";
import { BINDING, bind, type Facts } from "./binding";
import { type BeginPart, ownerPool, type Pool, pool, type Transaction } from "./client";
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
    /** Looks after the colleagues of the primary company. Absent: no. */
    readonly companyAdmin?: boolean;
  };
  /**
   * The administrator who looks at the portal as this contact sees it. Every transaction of such a viewer is read-only,
   * whatever it is asked for. Absent: the contact themselves.
   */
  readonly viewedBy?: string;
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

/** The offset of the demo's clock, for functions of the database that need today's date by business time. */
const clock = () => process.env.PORTAL_CLOCK_OFFSET_MS || "0";
/** The same as a setting, for transactions of the owner's login. */
const ownClock = () => ({ "portal.clock_offset_ms": clock() });

function factsOf(viewer: Viewer): Facts {
  if (viewer.kind === "client") {
    const { billing, pay, cases, requests, companyAdmin } = viewer.rights;
    return {
      brand: viewer.brand,
      contact_id: viewer.contactId,
      company_id: viewer.companyId ?? "",
      billing: billing ? "yes" : "no",
      pay: billing && pay ? "yes" : "no",
      cases,
      requests,
      company_admin: companyAdmin && viewer.companyId !== null ? "yes" : "no",
    };
  }
  return { staff_id: viewer.staffId, brands: viewer.brands.join(","), roles: viewer.roles.join(",") };
}

/**
 * One statement that makes all settings for its transaction alone. The names are constants of this file, so they need
 * no escaping.
 */
function set(values: Readonly<Record<string, string>>) {
  const names = Object.keys(values);
  const text = `select ${names.map((name, place) => `set_config('${name}', $${place + 1}, true)`).join(", ")}`;
  return { text, parameters: Object.values(values) };
}

/** Settings of a role and of whom it acts for, bound so that the database believes them: see db/binding.ts. */
function become(role: "client" | "staff" | "gate", facts: Facts) {
  const bound = bind({ kind: role, clock_offset_ms: clock(), ...facts });
  return set({ role: roleNames(rolePrefix())[role], [BINDING]: bound });
}

/**
 * All access to the database goes through here, by the functions of this file and SharedReads. The errors that it
 * throws contain no query, no parameter and no row.
 */
async function transaction<T>(
  { transaction: begin }: Pool,
  opening: Opening,
  work: (db: Transaction, part: BeginPart) => Promise<T>,
): Promise<T> {
  try {
    return await begin(opening, work);
  } catch (error) {
    throw withoutQuery(error);
  }
}

/** A transaction of the web process. Only for SharedReads, which gives each of its parts the rights of a viewer. */
export const inPool = <T>(opening: Opening, work: (db: Transaction, part: BeginPart) => Promise<T>): Promise<T> =>
  transaction(pool(), opening, work);

/**
 * Runs `work` as a viewer: in a transaction with the viewer's role and ids, which both end with it. Reads run
 * REPEATABLE READ READ ONLY, so a list and its total come from one snapshot. Must not be nested.
 */
export async function runAsViewer<V extends Viewer, T>(
  viewer: V,
  mode: "read" | "write",
  work: (context: Context<V>) => Promise<T>,
): Promise<T> {
  return inPool(openingOf(viewer, mode), (db) => work({ viewer, db }));
}

const READS = "isolation level repeatable read read only";

/** Whether somebody else looks through the eyes of this client. */
const isViewed = (viewer: Viewer) => viewer.kind === "client" && viewer.viewedBy !== undefined;

/** How a transaction of a viewer begins. */
export function openingOf(viewer: Viewer, mode: "read" | "write"): Opening {
  return {
    mode: mode === "read" || isViewed(viewer) ? READS : "isolation level read committed",
    settings: become(viewer.kind, factsOf(viewer)),
    plansOf: viewer.kind,
  };
}

/** How reads begin that look up who the viewer is: with the rights of asGate, but read-only. */
export function openingBeforeViewer(): Opening {
  return { ...gateOpening(), mode: READS };
}

function gateOpening(): Opening {
  const settings = webAddress().ownsNothing
    ? become("gate", {})
    : // The owner's login needs no binding, so commands work without AUTH_SECRET.
      set({ role: roleNames(rolePrefix()).gate, ...ownClock() });
  return { mode: "", settings, plansOf: "gate" };
}

/**
 * Runs `work` in the narrow role of what the web process does without a viewer: sign-in, webhooks, checkout, streams. It
 * reaches only the tables and columns that these need. `reason` tells whoever audits the calls why it is used.
 */
export async function asGate<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asGate needs a reason");
  return inPool(gateOpening(), work);
}

/**
 * Runs `work` as the owner of the data, without row-level security. Only jobs, imports and commands may use it; the web
 * process has no such login. `reason` tells whoever audits the calls why it is used.
 */
export async function asSystem<T>(reason: string, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (!reason) throw new Error("asSystem needs a reason");
  return transaction(
    ownerPool(),
    { mode: "", settings: set({ role: "none", ...ownClock() }), plansOf: "system" },
    work,
  );
}
