import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { changeRequests, contacts, newSignInAddresses, threads } from "@/db/schema";
import type { ChangeField } from "@/db/schema/constants";
import type { WantedRights } from "@/db/schema/requests";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { together } from "@/lib/kit/together";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { listSupportAgreements } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { findCompany } from "@/lib/people/companies/queries";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import { isOpen } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";

/** What only administrators can change of a contact, as it is now. */
export interface LockedDetails {
  readonly name: string;
  readonly email: string;
  /** The address that replaces the current one as soon as it is confirmed; null if none waits. */
  readonly newEmail: string | null;
  /** Null for a contact without a company. */
  readonly company: string | null;
  /** Names of the companies that the contact is related to beside the primary one. */
  readonly relations: readonly string[];
  readonly rights: WantedRights;
  readonly support: SupportStanding;
  readonly team: readonly TeamMember[];
}

/**
 * The viewer's own locked details. `today` is `YYYY-MM-DD` in the brand's zone. Throws AppError NOT_FOUND for a viewer
 * whose account was closed meanwhile.
 */
export async function readLockedDetails(context: Context<ClientViewer>, today: string): Promise<LockedDetails> {
  const joined = inOneStatement(context);
  const { viewer, db } = joined;
  const own = db
    .select({
      name: contacts.name,
      email: contacts.email,
      billing: contacts.billing,
      pay: contacts.pay,
      cases: contacts.casesScope,
      requests: contacts.requestsScope,
    })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, viewer.contactId)));
  const newAddress = db
    .select({ address: newSignInAddresses.address })
    .from(newSignInAddresses)
    .where(
      and(
        visibleContactRows(viewer, newSignInAddresses),
        isNull(newSignInAddresses.confirmedAt),
        isNull(newSignInAddresses.endedAt),
        sql`${newSignInAddresses.expiresAt} > now()`,
      ),
    );
  const {
    own: [row],
    newAddress: [waiting],
    related,
    company,
    agreements,
    team,
  } = await together({
    ...{ own, newAddress },
    related: db.select({ name: sql<string>`name` }).from(sql`related_companies()`).orderBy(sql`lower(name)`),
    company: findCompany(context, viewer.companyId),
    agreements: listSupportAgreements(joined, viewer.companyId),
    team: listAccountTeam(joined, viewer.companyId),
  });
  if (!row) throw new AppError("NOT_FOUND", "There is no such account.");
  const { name, email, ...rights } = row;
  return {
    name,
    email,
    newEmail: waiting?.address ?? null,
    company: company?.name ?? null,
    relations: related.map((one) => one.name),
    rights,
    support: supportStanding(agreements, today),
    team,
  };
}

/** A change that the contact asked for and that nobody has decided. */
export interface WaitingChange {
  readonly field: ChangeField;
  /** Number of its request. */
  readonly number: string;
  readonly wanted: string;
}

/** The viewer's own changes that wait, in requests that are open, the oldest first. */
export async function listWaitingChanges(
  { viewer, db }: Context<ClientViewer>,
  { except }: { except?: string } = {},
): Promise<WaitingChange[]> {
  return db
    .select({ field: changeRequests.field, number: threads.number, wanted: changeRequests.wanted })
    .from(changeRequests)
    .innerJoin(threads, eq(threads.id, changeRequests.requestId))
    .where(
      and(
        visibleThreads(viewer, "request"),
        eq(threads.openedBy, viewer.contactId),
        eq(changeRequests.state, "waiting"),
        isOpen,
        except === undefined ? undefined : ne(threads.id, except),
      ),
    )
    .orderBy(asc(threads.createdAt), asc(threads.id));
}
