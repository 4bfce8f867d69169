import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { listSupportAgreements } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { type CaseAccess, caseAccessOf, listCaseCompanies } from "@/lib/threads/cases/queries";

export interface CaseAccessWithReasons {
  readonly access: CaseAccess;
  /** Support standing of the primary company: the contact may not read agreements of related companies. */
  readonly primary: SupportStanding;
  /** The account team, who can change the access. */
  readonly team: readonly TeamMember[];
}

/** May the contact work with cases today? With what explains why not, and who can change it. */
export async function readCaseAccess(context: Context<ClientViewer>, brand: Brand): Promise<CaseAccessWithReasons> {
  const { viewer } = context;
  const { agreements, companies, team } = await together({
    agreements: listSupportAgreements(context, viewer.companyId),
    companies: listCaseCompanies(context),
    team: listAccountTeam(context, viewer.companyId),
  });
  return {
    access: caseAccessOf(viewer, companies),
    primary: supportStanding(agreements, businessToday(brand.zone)),
    team,
  };
}
