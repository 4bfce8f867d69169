import { inOneStatement } from "@/db/one-statement";
import type { ClientViewer, Context } from "@/db/viewer";
import { hasCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { readBell } from "@/lib/mail/notices/queries";
import { findCompany } from "@/lib/people/companies/queries";
import { countCases } from "@/lib/threads/cases/list/queries";
import { findOpenChat } from "@/lib/threads/chats/queries";
import { countRequests } from "@/lib/threads/requests/list/queries";

/** What stands around every page of a client: their company, what is unread in the areas, and their open chat. */
export function readFrame(context: Context<ClientViewer>) {
  const joined = inOneStatement(context);
  const works = hasCases(context.viewer);
  return together({
    company: findCompany(context, context.viewer.companyId),
    unread: works ? countCases(context).then(({ unread }) => unread) : 0,
    answers: countRequests(context).then(({ unread }) => unread),
    bell: readBell(joined),
    chat: works ? findOpenChat(joined) : null,
  });
}
