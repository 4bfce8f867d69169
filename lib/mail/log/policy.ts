import { inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { mailEvents, outbox, providers } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** May the viewer read which mails the portal sent, and to whom? */
export function readsMailLog(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Condition for the mails of an administrator's brands; false for anybody else. Never undefined. */
export function visibleMail(viewer: StaffViewer): SQL {
  return visibleMailRows(viewer, outbox);
}

/** The same for the outbox under another name in a statement. Never undefined. */
export function visibleMailRows(viewer: StaffViewer, { brand }: { readonly brand: PgColumn }): SQL {
  return readsMailLog(viewer) ? inArray(brand, [...viewer.brands]) : sql`false`;
}

/** Condition for the provider's events about mails that the viewer sees: an event has no brand. Never undefined. */
export function visibleMailEvents(viewer: StaffViewer): SQL {
  return sql`exists (select 1 from ${outbox} where ${visibleMail(viewer)} and ${outbox.providerId} = ${mailEvents.providerId})`;
}

/** Condition for providers that serve an administrator's brands or all brands; false for others. Never undefined. */
export function visibleProviders(viewer: StaffViewer): SQL {
  const served = or(isNull(providers.brand), inArray(providers.brand, [...viewer.brands]));
  return readsMailLog(viewer) && served ? served : sql`false`;
}
