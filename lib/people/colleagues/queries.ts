import { and, eq, sql } from "drizzle-orm";
import { companies } from "@/db/schema";
import type { Scope } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { managesColleagues } from "./policy";
import type { ColleagueRights } from "./rules";

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly rights: ColleagueRights;
  /** They have set a password. */
  readonly hasSignedIn: boolean;
  readonly isViewer: boolean;
}

/** The company's own people and the domains at which they may be invited. */
export interface Colleagues {
  readonly people: readonly Colleague[];
  readonly domains: readonly string[];
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly job_title: string | null;
  readonly billing: boolean;
  readonly pay: boolean;
  readonly cases_scope: Scope;
  readonly requests_scope: Scope;
  readonly company_admin: boolean;
  readonly has_signed_in: boolean;
}

/**
 * The open contacts whose primary company is the viewer's, for a company administrator; null for anybody else. The
 * function of the database looks again whether the viewer is one.
 */
export async function readColleagues({ viewer, db }: Context<ClientViewer>): Promise<Colleagues | null> {
  if (viewer.companyId === null || !managesColleagues(viewer)) return null;
  const asked = db.execute<Row>(sql`select * from company_colleagues() order by lower(name), id`);
  const [company] = await db
    .select({ domains: companies.mailDomains })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, viewer.companyId)));
  const people = [...(await asked)].map((row) => ({
    ...{ id: row.id, name: row.name, email: row.email, jobTitle: row.job_title },
    rights: {
      ...{ billing: row.billing, pay: row.pay, cases: row.cases_scope, requests: row.requests_scope },
      companyAdmin: row.company_admin,
    },
    hasSignedIn: row.has_signed_in,
    isViewer: row.id === viewer.contactId,
  }));
  return { people, domains: company?.domains ?? [] };
}
