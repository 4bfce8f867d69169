import { and, eq, ne } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { chats, companies, contacts, staff, threads } from "@/db/schema";
import type { ChatOutcome } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import type { Zoned } from "@/lib/kit/time";
import { businessInstant, businessToday, formatInstant } from "@/lib/kit/time";
import { listSupportAgreements, type SupportTerm } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { type ChatRecord, chatColumns, readChatState } from "@/lib/threads/chats/queries";
import type { ChatState } from "@/lib/threads/chats/types";
import { visibleThreads } from "@/lib/threads/policy";
import { type CompanyBalance, listCompanyBalances } from "@/lib/threads/requests/staff/background/queries";
import { type CannedReply, listCannedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { type Around, readAround } from "@/lib/threads/staff/neighbors/queries";
import { hasStaffPage, listReaders, type NamedStaff, type Worker } from "@/lib/threads/staff/people/queries";
import { besideThreads, visibleColleagues } from "@/lib/threads/staff/policy";
import {
  type CompanyFacts,
  type ContactFacts,
  companyFacts,
  contactFacts,
  othersOf,
  readStaffThread,
  type StaffThread,
} from "@/lib/threads/staff/queries";
import { listRecent, type RecentThread } from "@/lib/threads/staff/recent/queries";
import { type DeskAgent, listDeskAgents } from "./desk/queries";

export interface StaffChat extends StaffThread<"chat"> {
  readonly product: string;
  readonly outcome: ChatOutcome | null;
  readonly startedWhen: string;
  readonly owner: NamedStaff | null;
  readonly state: ChatState;
  readonly company: CompanyFacts & {
    readonly support: SupportStanding<SupportTerm>;
    readonly cases: readonly RecentThread<"case">[];
    /** Null for roles that do not read money. */
    readonly balances: readonly CompanyBalance[] | null;
  };
  readonly contact: ContactFacts & { readonly chats: readonly RecentThread<"chat">[] };
  readonly around: Around;
  readonly helpers: readonly string[];
  /** Colleagues who can be asked in a note. */
  readonly readers: readonly Worker[];
  readonly agents: readonly DeskAgent[];
  readonly replies: readonly CannedReply[];
}

/**
 * A chat with everything that its staff page shows; null where the viewer may not see it. `brands`: those of the
 * deployment. `agent`: the viewer's name, for canned replies.
 */
export async function findStaffChat(
  context: Context<StaffViewer>,
  number: string,
  { brands, local, agent }: { readonly brands: readonly Brand[]; readonly local: Zoned; readonly agent: string },
): Promise<StaffChat | null> {
  const { viewer, db } = context;
  const [found] = await db
    .select({
      row: chatColumns,
      company: companies,
      contact: contacts,
      ownerName: staff.name,
      hasPage: hasStaffPage(viewer),
    })
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .innerJoin(contacts, and(eq(contacts.id, threads.openedBy), besideThreads(viewer, "chat", contacts.brand)))
    .leftJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, threads.ownerId)))
    .where(and(visibleThreads(viewer, "chat"), eq(threads.number, number)));
  const brand = found && brands.find(({ key }) => key === found.row.brand);
  if (!found || !brand) return null;
  const { company, contact, ownerName, hasPage } = found;
  const row = found.row as ChatRecord;
  const shown = await readStaffThread(context, row, { brand, brands, targetKey: "chat", local });
  if (!shown) return null;
  const others = othersOf(row);
  const { subject, product } = row;
  return {
    ...shown,
    ...{ product, outcome: row.outcome, helpers: row.helpers },
    startedWhen: formatInstant(businessInstant(row.createdAt), local.zone),
    owner: row.ownerId ? { id: row.ownerId, name: ownerName ?? "", hasPage } : null,
    state: await readChatState(context, row, brand, local),
    company: {
      ...(await companyFacts(context, company)),
      support: supportStanding(await listSupportAgreements(context, company.id), businessToday(brand.zone)),
      balances: await listCompanyBalances(context, company.id, businessToday(brand.zone)),
      cases: await listRecent(context, "case", and(others.company, ne(threads.status, "closed")), local),
    },
    contact: {
      ...(await contactFacts(context, "chat", contact, brand)),
      chats: await listRecent(context, "chat", others.contact, local),
    },
    around: await readAround(inOneStatement(context), "chat", row, local),
    readers: await listReaders(context, "chat", brand.key),
    agents: await listDeskAgents(context, brand.key),
    replies: await listCannedReplies(context, "chat", brand.key, {
      ...{ name: row.openedByName, number, subject, company: company.name, product, agent },
    }),
  };
}
