import { inOneStatement } from "@/db/one-statement";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { together } from "@/lib/kit/together";
import { listStandingDecisions, type StandingDecisions } from "@/lib/people/portal-decisions/queries";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { lastHandover } from "@/lib/threads/cases/handover/rules";
import { listProducts, type SupportedProduct } from "@/lib/threads/cases/queries";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import { type CannedReply, listCannedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { listReaders, listWorkers, type Worker } from "@/lib/threads/staff/people/queries";

/** Staff who work cases of `brand`, or without it of any of the viewer's brands; by name. */
export const listAgents = (context: Context<StaffViewer>, brand?: string): Promise<Worker[]> =>
  listWorkers(context, "case", brand);

/** Who can be chosen in the queue of cases, and the viewer's own views of it, in one statement. */
export function readQueueChoices(context: Context<StaffViewer>) {
  const joined = inOneStatement(context);
  return together({ agents: listAgents(joined), views: listSavedViews(joined, "cases") });
}

/** What an agent can choose from on the page of a case. */
export interface CaseChoices {
  readonly agents: readonly Worker[];
  /** Products of the brand and "another", and the case's own product where it is none of them. */
  readonly products: readonly SupportedProduct[];
  readonly replies: readonly CannedReply[];
  /** Colleagues who read the case. */
  readonly readers: readonly Worker[];
  /** What imports leave alone of the contact and the account team, for administrators. */
  readonly standing: StandingDecisions;
}

export async function readCaseChoices(
  context: Context<StaffViewer>,
  found: StaffCase,
  agent: string,
): Promise<CaseChoices> {
  const { brand, filedBy, number, subject, company, product, productVersion, thread } = found;
  const joined = inOneStatement(context);
  const { supported, agents, replies, readers, standing } = await together({
    supported: listProducts(joined, brand.key),
    standing: listStandingDecisions(joined, { contactId: found.contact.id, companyId: company.id }),
    agents: listAgents(joined, brand.key),
    readers: listReaders(joined, "case", brand.key),
    replies: listCannedReplies(joined, "case", brand.key, {
      ...{ name: lastHandover(thread.items)?.after ?? filedBy.name, number, subject, company: company.name, agent },
      product: [product, productVersion].filter(Boolean).join(" "),
    }),
  });
  const offered = [...supported, { name: OTHER_PRODUCT, versions: [] }];
  const isListed = offered.some(({ name }) => name === product);
  return {
    agents,
    products: isListed ? offered : [{ name: product, versions: [] }, ...offered],
    replies,
    readers,
    standing,
  };
}
