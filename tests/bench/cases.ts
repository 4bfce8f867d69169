import { sql } from "drizzle-orm";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer } from "@/db/viewer";
import { countCases, listCases, listWaitingAndUnread } from "@/lib/threads/cases/list/queries";
import { findCase } from "@/lib/threads/cases/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { listSimilarCases } from "@/lib/threads/cases/similar/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { countStaffCases, listCaseCompanyChoices, listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { readThread } from "@/lib/threads/queries";
import { seedBrand } from "@/tests/support/brand";
import { CASES, CASES_OF_ONE, type CaseBench, FILES, fillCases, MESSAGES, SESSIONS } from "./cases-fill";
import type { Log, Measure } from "./measure";

const LOCAL = { zone: "America/New_York" };

/**
 * Measures a long case, lists among many cases, and finding the open sessions that one event concerns. Returns the ids
 * of the rows.
 */
export async function benchCases(log: Log, measure: Measure): Promise<CaseBench> {
  log(`Writing ${CASES.toLocaleString("en-US")} cases …`);
  const made = await fillCases();
  await measureCases(made, measure);
  return made;
}

/** Only the measurements, on a database that fillCases has filled. */
async function measureCases(made: CaseBench, measure: Measure): Promise<void> {
  const brand = seedBrand("cimsoft");
  const brands = [brand];
  const client = (contactId: string, scope: "own" | "company"): ClientViewer => ({
    kind: "client",
    brand: "cimsoft",
    contactId,
    companyId: made.company,
    rights: { billing: false, pay: false, cases: scope, requests: "none" },
  });
  const reader = client(made.reader, "company");
  const participant = client(made.participant, "own");
  const agent: StaffViewer = { kind: "staff", staffId: made.agent, brands: ["cimsoft"], roles: ["support_agent"] };
  const place = await runAsViewer(reader, "read", async (context) => {
    const page = await readThread(context, made.thread, LOCAL);
    return page?.place ?? "";
  });
  const long = `${MESSAGES} messages, ${FILES} files`;
  const many = `${CASES_OF_ONE} of ${CASES}`;
  const asClient = (name: string, viewer: ClientViewer, work: (context: ClientContext) => Promise<unknown>) =>
    measure(name, () => runAsViewer(viewer, "read", work));
  const asAgent = (name: string, work: (context: StaffContext) => Promise<unknown>) =>
    measure(name, () => runAsViewer(agent, "read", work));

  await asClient(`case, scope company, ${long}`, reader, (context) =>
    findCase(context, { brand, number: made.number }, LOCAL),
  );
  await asClient(`case, scope own, ${long}`, participant, (context) =>
    findCase(context, { brand, number: made.number }, LOCAL),
  );
  await asClient(`what came since, ${long}`, reader, (context) => readThread(context, made.thread, LOCAL, place));
  await asAgent(`case for an agent, ${long}`, (context) => findStaffCase(context, made.number, brands, LOCAL));
  for (const [scope, viewer] of [
    ["company", reader],
    ["own", participant],
  ] as const) {
    await asClient(`list, scope ${scope}, ${many}`, viewer, (context) =>
      listCases(context, parseCaseFilters({}), LOCAL),
    );
    await asClient(`list of closed ones, scope ${scope}, ${many}`, viewer, (context) =>
      listCases(context, parseCaseFilters({ tab: "historical" }), LOCAL),
    );
    await asClient(`list by severity, scope ${scope}, ${many}`, viewer, (context) =>
      listCases(context, parseCaseFilters({ tab: "historical", sort: "severity" }), LOCAL),
    );
    await asClient(`list of a product, scope ${scope}, ${many}`, viewer, (context) =>
      listCases(context, parseCaseFilters({ tab: "historical", product: "AVEVA Historian" }), LOCAL),
    );
    await asClient(`search of a rare word, scope ${scope}, ${many}`, viewer, (context) =>
      listCases(context, parseCaseFilters({ tab: "historical", q: "1430" }), LOCAL),
    );
    await asClient(`search of a word in all, scope ${scope}, ${many}`, viewer, (context) =>
      listCases(context, parseCaseFilters({ tab: "historical", q: "historian" }), LOCAL),
    );
    await asClient(`counts, scope ${scope}, ${many}`, viewer, countCases);
    await asClient(`dashboard, scope ${scope}, ${many}`, viewer, (context) => listWaitingAndUnread(context, LOCAL, 5));
    await asClient(`similar cases, scope ${scope}, ${many}`, viewer, (context) =>
      listSimilarCases(context, "the historian tag 1430 stops in unit 12", 3),
    );
  }
  await asAgent(`queue by answer clock, ${CASES / 10} open of ${CASES}`, (context) =>
    listStaffCases(context, parseStaffCaseFilters({}), brands, LOCAL),
  );
  await asAgent(`queue by severity, ${CASES / 10} open of ${CASES}`, (context) =>
    listStaffCases(context, parseStaffCaseFilters({ sort: "severity" }), brands, LOCAL),
  );
  await asAgent(`queue of a product, ${CASES / 10} open of ${CASES}`, (context) =>
    listStaffCases(context, parseStaffCaseFilters({ product: "AVEVA Historian" }), brands, LOCAL),
  );
  await asAgent(`queue, search of a rare word, ${CASES}`, (context) =>
    listStaffCases(context, parseStaffCaseFilters({ q: "1430" }), brands, LOCAL),
  );
  await asAgent(`queue, search of a word in all, ${CASES}`, (context) =>
    listStaffCases(context, parseStaffCaseFilters({ q: "historian" }), brands, LOCAL),
  );
  await asAgent(`counts of the queue, ${CASES}`, countStaffCases);
  await asAgent(`companies of the queue, ${CASES}`, (context) => listCaseCompanyChoices(context, null));
  const hearers = (sessions: readonly string[]) =>
    asSystem("bench", (db) =>
      db.execute(
        sql`select session_id from sessions_that_hear(${made.thread}::uuid, false, ${sql.param([...sessions])}::uuid[])`,
      ),
    );
  await measure(`an event for ${SESSIONS} sessions of as many companies`, () => hearers(made.everybody));
  await measure(`an event for ${SESSIONS} sessions of its company`, () => hearers(made.company500));
}

type ClientContext = Parameters<typeof listCases>[0];
type StaffContext = Parameters<typeof countStaffCases>[0];
