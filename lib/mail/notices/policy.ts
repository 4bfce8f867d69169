import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { mailPreferences, notices, threads } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { hasCases, mayAsk, readsCases, worksCases, worksRequests } from "@/lib/gate/rights";
import { personOf } from "@/lib/gate/viewers";
import type { MailAudience } from "@/lib/mail/kind-facts";
import { ALL_MAIL_KINDS, MAIL_KINDS, type MailKind } from "@/lib/mail/kinds";
import { readsMoney } from "@/lib/people/companies/policy";
import { visibleThreads } from "@/lib/threads/policy";

/**
 * Does the viewer belong to this audience, by the rights that they have now? Visitors and mailboxes have no account.
 */
function isAmong(viewer: Viewer, audience: MailAudience): boolean {
  switch (audience) {
    case "account":
      return true;
    case "contact":
      return viewer.kind === "client";
    case "case-contact":
      return hasCases(viewer);
    case "payer":
      return viewer.kind === "client" && readsMoney(viewer) && viewer.rights.pay;
    case "asker":
      return viewer.kind === "client" && mayAsk(viewer);
    case "billing":
    case "invoiced":
      return viewer.kind === "client" && readsMoney(viewer);
    case "agent":
      return viewer.kind === "staff" && worksCases(viewer);
    case "team":
      return viewer.kind === "staff" && worksRequests(viewer);
    case "reader":
      return viewer.kind === "staff" && (readsCases(viewer) || worksRequests(viewer));
    // Whoever chooses another kind once a day gets the daily mail: it has no choice of its own.
    case "collector":
    case "visitor":
    case "portal-support":
      return false;
  }
}

/** The kinds of mail that the viewer can get now, in the order in which pages list them. */
export function kindsFor(viewer: Viewer): MailKind[] {
  return ALL_MAIL_KINDS.filter((kind) => isAmong(viewer, MAIL_KINDS[kind].audience));
}

/**
 * Condition for the viewer's own notices: of kinds that may still be for them, on their brands, and of threads that
 * they may see now. The thread of each notice is looked up separately, because a person has few notices and staff may
 * see very many threads. Never undefined.
 */
export function visibleNotices(viewer: Viewer): SQL {
  const { kind, id } = personOf(viewer);
  const brands = viewer.kind === "client" ? [viewer.brand] : [...viewer.brands];
  if (brands.length === 0) return sql`false`;
  const isSeen = or(
    sql`${notices.threadId} is null`,
    sql`exists (select 1 from ${threads} where ${threads.id} = ${notices.threadId} and ${visibleThreads(viewer)})`,
  );
  return sql`(${and(
    eq(notices.personKind, kind),
    eq(notices.personId, id),
    inArray(notices.brand, brands),
    // The title of a notice is stored with it. So a notice about money is hidden if the viewer loses the right to
    // money.
    inArray(notices.kind, seenKinds(viewer)),
    isSeen,
  )})`;
}

/**
 * The kinds whose notices the viewer may see. A contact who may not pay any more still sees those of payments, if they
 * read money.
 */
function seenKinds(viewer: Viewer): MailKind[] {
  const readsPayments = viewer.kind === "client" && readsMoney(viewer);
  return ALL_MAIL_KINDS.filter((kind) => {
    const { audience } = MAIL_KINDS[kind];
    return audience === "payer" ? readsPayments : isAmong(viewer, audience);
  });
}

/** Condition for the viewer's own preferences. Never undefined. */
export function ownPreferences(viewer: Viewer): SQL {
  const { kind, id } = personOf(viewer);
  return sql`(${mailPreferences.personKind} = ${kind} and ${mailPreferences.personId} = ${id}::uuid)`;
}
