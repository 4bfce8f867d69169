import { type ClientViewer, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import { listMail } from "@/lib/mail/log/queries";
import { parseMailFilters } from "@/lib/mail/log/schema";
import { countUnread, listNotices } from "@/lib/mail/notices/queries";
import { countRequests, listOpenRequests } from "@/lib/threads/requests/list/queries";
import { listRenewals } from "@/lib/threads/requests/renewals/queries";
import { parseRenewalFilters } from "@/lib/threads/requests/renewals/schema";
import { parseServiceFilters } from "@/lib/threads/requests/schema";
import { countServiceRequests, listServiceRequests } from "@/lib/threads/requests/service-list/queries";
import { countStaffRequests, listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters } from "@/lib/threads/requests/staff/queue/schema";
import { seedBrand } from "@/tests/support/brand";
import type { CaseBench } from "./cases-fill";
import type { Log, Measure } from "./measure";
import {
  AGREEMENTS,
  fillRequests,
  MAILS,
  NOTICES_OF_ONE,
  REQUESTS,
  REQUESTS_OF_ONE,
  type RequestBench,
} from "./requests-fill";

const LOCAL = { zone: "America/New_York" };

/** Measures what clients and the account team see of many requests, notices, mails and agreements. */
export async function benchRequests(cases: CaseBench, log: Log, measure: Measure): Promise<void> {
  log(`Writing ${REQUESTS.toLocaleString("en-US")} requests …`);
  await measureRequests(await fillRequests(cases), measure);
}

/** Only the measurements, on a database that fillCases and fillRequests have filled. */
async function measureRequests(made: RequestBench, measure: Measure): Promise<void> {
  const brands = [seedBrand("cimsoft")];
  const client = (contactId: string, scope: "own" | "company"): ClientViewer => ({
    kind: "client",
    brand: "cimsoft",
    contactId,
    companyId: made.company,
    rights: { billing: false, pay: false, cases: scope, requests: scope },
  });
  const many = `${REQUESTS_OF_ONE} of ${REQUESTS}`;
  for (const [scope, viewer] of [
    ["company", client(made.reader, "company")],
    ["own", client(made.participant, "own")],
  ] as const) {
    const asClient = (name: string, work: (context: Context<ClientViewer>) => Promise<unknown>) =>
      measure(`${name}, scope ${scope}, ${many}`, () => runAsViewer(viewer, "read", work));
    await asClient("open requests", (context) => listOpenRequests(context, LOCAL, 5));
    await asClient("counts of requests", countRequests);
    await asClient("cases and requests", (context) => listServiceRequests(context, parseServiceFilters({}), LOCAL));
    await asClient("closed cases and requests", (context) =>
      listServiceRequests(context, parseServiceFilters({ tab: "closed" }), LOCAL),
    );
    await asClient("both, search of a rare word", (context) =>
      listServiceRequests(context, parseServiceFilters({ tab: "closed", q: "1430" }), LOCAL),
    );
    await asClient("counts of both", countServiceRequests);
    await asClient(`notices, ${NOTICES_OF_ONE}`, (context) => listNotices(context, null, LOCAL));
    await asClient(`bell, ${NOTICES_OF_ONE}`, countUnread);
  }
  const staffViewer = (staffId: string, role: StaffViewer["roles"][number]): StaffViewer => ({
    ...{ kind: "staff", staffId, brands: ["cimsoft"], roles: [role] },
  });
  const manager = staffViewer(made.manager, "account_manager");
  const administrator = staffViewer(made.administrator, "administrator");
  const asStaff = (viewer: StaffViewer, name: string, work: (context: Context<StaffViewer>) => Promise<unknown>) =>
    measure(name, () => runAsViewer(viewer, "read", work));
  await asStaff(manager, `inbox, ${REQUESTS / 10} open of ${REQUESTS}`, (context) =>
    listStaffRequests(context, parseStaffRequestFilters({}), brands, LOCAL),
  );
  await asStaff(manager, `inbox, search of a rare word, ${REQUESTS}`, (context) =>
    listStaffRequests(context, parseStaffRequestFilters({ q: "1430" }), brands, LOCAL),
  );
  await asStaff(manager, `counts of the inbox, ${REQUESTS}`, countStaffRequests);
  await asStaff(manager, `renewals, ${AGREEMENTS}`, (context) =>
    listRenewals(context, parseRenewalFilters({}), brands),
  );
  await asStaff(manager, `notices of staff, ${NOTICES_OF_ONE}`, (context) => listNotices(context, null, LOCAL));
  await asStaff(manager, `bell of staff, ${NOTICES_OF_ONE}`, countUnread);
  await asStaff(administrator, `mail log, ${MAILS}`, (context) => listMail(context, parseMailFilters({}), LOCAL));
  await asStaff(administrator, `mail log, bounced, ${MAILS}`, (context) =>
    listMail(context, parseMailFilters({ standing: "bounced" }), LOCAL),
  );
  await asStaff(administrator, `mail log, part of an address, ${MAILS}`, (context) =>
    listMail(context, parseMailFilters({ q: "c417@" }), LOCAL),
  );
}
