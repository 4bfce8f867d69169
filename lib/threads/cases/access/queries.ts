import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessToday } from "@/lib/kit/time";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { listSupportAgreements } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { type CaseAccess, caseAccessOf, listCaseCompanies } from "@/lib/threads/cases/queries";

export interface CaseAccessWithReasons {
  readonly access: CaseAccess;
  /** Of the primary company: agreements of related ones are not the contact's to read. */
  readonly primary: SupportStanding;
  /** Who can change it. */
  readonly team: readonly TeamMember[];
}

/** May the contact work with cases today, and else why not and who can change it. */
export async function readCaseAccess(context: Context<ClientViewer>, brand: Brand): Promise<CaseAccessWithReasons> {
  const { viewer } = context;
  const agreements = await listSupportAgreements(context, viewer.companyId);
  return {
    access: caseAccessOf(viewer, await listCaseCompanies(context)),
    primary: supportStanding(agreements, businessToday(brand.zone)),
    team: await listAccountTeam(context, viewer.companyId),
  };
}
