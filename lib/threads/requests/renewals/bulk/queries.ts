import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { agreements, requests, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { findNamedDeed, type NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { RENEWAL_TOPICS } from "@/lib/threads/requests/renewals/queries";

/** Is there such an agreement for the viewer? */
export async function seesAgreement({ viewer, db }: Context<StaffViewer>, id: string): Promise<boolean> {
  const rows = await db
    .select({ id: agreements.id })
    .from(agreements)
    .where(and(visibleAgreements(viewer), eq(agreements.id, id)));
  return rows.length > 0;
}

/** The newest request about the renewal of an agreement, as the list of renewals shows it; null without one. */
export async function findRenewalTalk({ viewer, db }: Context<StaffViewer>, agreementId: string) {
  const [row] = await db
    .select({ number: threads.number, status: threads.status, ownerId: threads.ownerId })
    .from(requests)
    .innerJoin(threads, eq(threads.id, requests.id))
    .where(
      and(
        visibleThreads(viewer, "request"),
        eq(requests.agreementId, agreementId),
        inArray(threads.topic, [...RENEWAL_TOPICS]),
      ),
    )
    .orderBy(desc(threads.createdAt), desc(threads.id))
    .limit(1);
  return row ?? null;
}

/** One of the viewer's own deeds on renewals; null for any other id, and without one. */
export function findRenewalDeed(context: Context<StaffViewer>, id: string | null): Promise<NamedDeed | null> {
  return findNamedDeed(context, "renewal", id, (ids) =>
    context.db
      .select({ id: agreements.id, name: agreements.product })
      .from(agreements)
      .where(and(visibleAgreements(context.viewer), inArray(agreements.id, ids)))
      .orderBy(asc(agreements.endsOn), asc(agreements.id)),
  );
}
