import { inOneStatement } from "@/db/one-statement";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listMailToCompany } from "@/lib/mail/log/clients/queries";
import { readCompanyMoney } from "@/lib/money/statements/staff/queries";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { listCompanyAgreements } from "@/lib/people/agreements/staff/of-company/queries";
import { listCompanyPeople, listCompanyRelations } from "@/lib/people/contacts/staff/of-company/queries";
import { listChanges } from "@/lib/site/clients/changes/queries";
import { listClientThreads } from "@/lib/threads/staff/clients/queries";

/** How many rows the lists of people, relations and agreements show. */
export const SHOWN = 50;
/** How many rows the other parts show: those whose whole list is elsewhere. */
const FEW = 8;

interface Frame {
  /** `YYYY-MM-DD` in the zone of the company's brand. */
  readonly today: string;
  /** The viewer's zone, in which instants are shown. */
  readonly local: Zoned;
  /** The brand's zone, in which days are counted. */
  readonly brand: Zoned;
}

/**
 * What the page of a company shows beside its head, read in one statement: each reader gets the parts that their roles
 * may read, and null for the others.
 */
export function readCompanyParts(context: Context<StaffViewer>, companyId: string, { today, local, brand }: Frame) {
  const joined = inOneStatement(context);
  const open = { openOnly: true, limit: FEW, local };
  return together({
    agreements: listCompanyAgreements(joined, companyId, SHOWN),
    people: listCompanyPeople(joined, companyId, SHOWN + 1),
    relations: listCompanyRelations(joined, companyId, SHOWN),
    team: listAccountTeam(joined, companyId),
    money: readCompanyMoney(joined, companyId, today, FEW),
    cases: listClientThreads(joined, "case", { companyId }, open),
    requests: listClientThreads(joined, "request", { companyId }, open),
    chats: listClientThreads(joined, "chat", { companyId }, open),
    mails: listMailToCompany(joined, companyId, FEW, local),
    changes: listChanges(joined, { companyId }, FEW, brand),
  });
}
