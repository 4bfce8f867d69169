import { and, eq, inArray, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { portalDecisions } from "@/db/schema";
import type { DecisionOutcome, TeamRole } from "@/db/schema/constants";
import { type BrandKey, matching, within } from "./keys";

/*
 * What administrators have decided in the portal, which imports do not undo. The decisions are read after the rows that
 * they concern are locked, so that a decision made in the meantime is seen.
 */

/** The finding for a row that differs from the portal, which keeps its own value. */
export function keptWords(portal: string, erp: string): string {
  return `Portal says ${portal}, ERP says ${erp}, kept.`;
}

/** The decisions about relations of these contacts. Keys: `within(contact id, company id)`. */
export async function relationDecisions(
  db: Transaction,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, DecisionOutcome>> {
  if (contactIds.length === 0) return new Map();
  const found = await db
    .select()
    .from(portalDecisions)
    .where(and(eq(portalDecisions.kind, "relation"), inArray(portalDecisions.contactId, [...contactIds])));
  return new Map(found.map(({ contactId, companyId, outcome }) => [within(contactId ?? "", companyId ?? ""), outcome]));
}

/** Those of these agreements whose coverage or last day was decided. */
export async function agreementDecisions(
  db: Transaction,
  kind: "coverage" | "term",
  agreementIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (agreementIds.length === 0) return new Set();
  const found = await db
    .select({ agreementId: portalDecisions.agreementId })
    .from(portalDecisions)
    .where(and(eq(portalDecisions.kind, kind), inArray(portalDecisions.agreementId, [...agreementIds])));
  return new Set(found.flatMap(({ agreementId }) => agreementId ?? []));
}

/** The decisions about photos. Keys: `within(brand, address)`. */
export async function photoDecisions(
  db: Transaction,
  people: readonly { readonly brand: string; readonly email: string }[],
): Promise<ReadonlyMap<string, DecisionOutcome>> {
  const keys = people.map(({ brand, email }) => ({ brand, key: email.toLowerCase() }));
  const where = matching({ brand: portalDecisions.brand, key: portalDecisions.email }, keys);
  if (!where) return new Map();
  const found = await db
    .select()
    .from(portalDecisions)
    .where(and(eq(portalDecisions.kind, "photo"), where));
  return new Map(found.map(({ brand, email, outcome }) => [within(brand, email ?? ""), outcome]));
}

/** A person in a role on the account team of a company. */
interface TeamPlace {
  readonly companyId: string;
  readonly role: TeamRole;
  readonly email: string;
  readonly name: string;
}

/** Decisions about members of account teams. */
export class TeamDecisions {
  private constructor(private readonly decided: readonly (typeof portalDecisions.$inferSelect)[]) {}

  /** Decisions about the teams of these companies, and about members with these keys of the ERP. */
  static async load(db: Transaction, companyIds: readonly string[], keys: readonly BrandKey[]): Promise<TeamDecisions> {
    const where = or(
      companyIds.length > 0 ? inArray(portalDecisions.companyId, [...new Set(companyIds)]) : undefined,
      matching({ brand: portalDecisions.brand, key: portalDecisions.externalId }, keys) ?? undefined,
    );
    if (!where) return new TeamDecisions([]);
    return new TeamDecisions(
      await db
        .select()
        .from(portalDecisions)
        .where(and(eq(portalDecisions.kind, "team_member"), where)),
    );
  }

  /** What was decided about this person in this role; undefined if nothing was. */
  about({ companyId, role, email, name }: TeamPlace): DecisionOutcome | undefined {
    return this.decided.find(
      (one) =>
        one.companyId === companyId &&
        one.role === role &&
        (one.email === null ? one.name === name : one.email === email.toLowerCase()),
    )?.outcome;
  }

  /**
   * Whether the member with this key of the ERP was removed from the company's team, in whatever role and with whatever
   * address. Without a company: from any team.
   */
  removedKey(brand: string, externalId: string, companyId: string | undefined): boolean {
    return this.decided.some(
      (one) =>
        one.outcome === "removed" &&
        one.brand === brand &&
        one.externalId === externalId &&
        (companyId === undefined || one.companyId === companyId),
    );
  }
}
