import { and, asc, eq, or, type SQL } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { agreements, companies, contacts, coverages, portalDecisions } from "@/db/schema";
import { PORTAL_FIELDS, type PortalField } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { ofOwnBrands } from "@/lib/gate/brand/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { handedBackContacts, visiblePortalDecisions } from "./policy";
import { decisionWords } from "./rules";

/** What was decided about a relation, a member of an account team, a photo, a coverage or a last day. */
export interface PortalDecision {
  readonly id: string;
  readonly words: string;
}

/** What imports must not change, as an administrator reads it beside a thread. */
export interface StandingDecisions {
  readonly contactId: string;
  /** The contact's fields that were edited in the portal. */
  readonly fields: readonly PortalField[];
  readonly decisions: readonly PortalDecision[];
}

/**
 * What was decided in the portal about a contact and their relations, and about the account team of a company. Empty
 * for a viewer who is no administrator.
 */
export async function listStandingDecisions(
  context: Context<StaffViewer>,
  { contactId, companyId }: { readonly contactId: string; readonly companyId: string },
): Promise<StandingDecisions> {
  const joined = inOneStatement(context);
  const { viewer, db } = joined;
  const about = or(
    and(eq(portalDecisions.kind, "relation"), eq(portalDecisions.contactId, contactId)),
    and(eq(portalDecisions.kind, "team_member"), eq(portalDecisions.companyId, companyId)),
  );
  const [[contact], decisions] = await Promise.all([
    db
      .select({ fields: contacts.portalFields })
      .from(contacts)
      .where(and(handedBackContacts(viewer), eq(contacts.id, contactId))),
    list(joined, about),
  ]);
  return { contactId, fields: PORTAL_FIELDS.filter((field) => contact?.fields.includes(field)), decisions };
}

/** What was decided about the relations of a contact. */
export async function listRelationDecisions(
  context: Context<StaffViewer>,
  contactId: string,
): Promise<readonly PortalDecision[]> {
  return list(context, and(eq(portalDecisions.kind, "relation"), eq(portalDecisions.contactId, contactId)));
}

/** What was decided about the account team of a company. */
export async function listTeamDecisions(
  context: Context<StaffViewer>,
  companyId: string,
): Promise<readonly PortalDecision[]> {
  return list(context, and(eq(portalDecisions.kind, "team_member"), eq(portalDecisions.companyId, companyId)));
}

/** What was decided about a person on account teams and about their photo. The person is found by mail address. */
export async function listDecisionsAbout(
  context: Context<StaffViewer>,
  email: string,
): Promise<readonly PortalDecision[]> {
  return list(context, eq(portalDecisions.email, email.toLowerCase()));
}

/** What was decided about an agreement. */
export async function listDecisionsOfAgreement(
  context: Context<StaffViewer>,
  agreementId: string,
): Promise<readonly PortalDecision[]> {
  return list(context, eq(portalDecisions.agreementId, agreementId));
}

async function list({ viewer, db }: Context<StaffViewer>, which: SQL | undefined): Promise<PortalDecision[]> {
  const rows = await db
    .select({
      id: portalDecisions.id,
      kind: portalDecisions.kind,
      outcome: portalDecisions.outcome,
      name: portalDecisions.name,
      role: portalDecisions.role,
      company: companies.name,
      product: agreements.product,
      coverage: coverages.name,
      endsOn: agreements.endsOn,
    })
    .from(portalDecisions)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, portalDecisions.companyId)))
    .leftJoin(agreements, and(visibleAgreements(viewer), eq(agreements.id, portalDecisions.agreementId)))
    .leftJoin(
      coverages,
      and(
        ofOwnBrands(viewer, coverages.brand),
        eq(coverages.brand, agreements.brand),
        eq(coverages.key, agreements.coverage),
      ),
    )
    .where(and(visiblePortalDecisions(viewer), which))
    .orderBy(asc(portalDecisions.kind), asc(portalDecisions.decidedAt), asc(portalDecisions.id));
  return rows.map(({ id, ...row }) => ({ id, words: decisionWords(row) }));
}
