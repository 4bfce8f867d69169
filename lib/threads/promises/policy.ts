import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { caseSolutions, onCallRotas, promises } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";

const isAdministrator = (viewer: StaffViewer) => viewer.roles.includes("administrator");

/** Rotas of which the viewer is the lead. Never undefined. */
export function ledRotas(viewer: StaffViewer): SQL {
  return and(inArray(onCallRotas.brand, [...viewer.brands]), eq(onCallRotas.leadId, viewer.staffId)) ?? sql`false`;
}

/** Figures about answers are for whoever answered, and for administrators and the lead of the brand. */
function ownOrLed(viewer: StaffViewer, brand: PgColumn, answerer: PgColumn): SQL {
  const led = isAdministrator(viewer)
    ? sql`true`
    : sql`${brand} in (select ${onCallRotas.brand} from ${onCallRotas} where ${ledRotas(viewer)})`;
  return and(inArray(brand, [...viewer.brands]), or(eq(answerer, viewer.staffId), led)) ?? sql`false`;
}

/** Promises that the viewer may read: clients those of cases that they see. Never undefined. */
export function visiblePromises(viewer: Viewer): SQL {
  if (viewer.kind === "client") return ofVisibleThreads(viewer, promises.threadId, "case");
  const seen = ofVisibleThreads(viewer, promises.threadId);
  return and(seen, ownOrLed(viewer, promises.brand, promises.staffId)) ?? sql`false`;
}

/** Solutions of cases that the member of staff may read. Never undefined. */
export function visibleSolutions(viewer: StaffViewer): SQL {
  const seen = ofVisibleThreads(viewer, caseSolutions.threadId, "case");
  return and(seen, ownOrLed(viewer, caseSolutions.brand, caseSolutions.staffId)) ?? sql`false`;
}
