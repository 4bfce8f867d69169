import { inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { mailEvents, outbox, providers } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** May read what the portal has sent, and to whom? */
export function readsMailLog(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Mail of an administrator's brands; nothing for anybody else. Never undefined. */
export function visibleMail(viewer: StaffViewer): SQL {
  return readsMailLog(viewer) ? inArray(outbox.brand, [...viewer.brands]) : sql`false`;
}

/** What the provider told of mail that the viewer sees: an event holds no brand of its own. Never undefined. */
export function visibleMailEvents(viewer: StaffViewer): SQL {
  return sql`exists (select 1 from ${outbox} where ${visibleMail(viewer)} and ${outbox.providerId} = ${mailEvents.providerId})`;
}

/** Providers that serve an administrator's brands, or all; nothing for anybody else. Never undefined. */
export function visibleProviders(viewer: StaffViewer): SQL {
  const served = or(isNull(providers.brand), inArray(providers.brand, [...viewer.brands]));
  return readsMailLog(viewer) && served ? served : sql`false`;
}
