import { type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { search } from "@/lib/site/search/queries";
import { MOST_AT_ONCE } from "@/lib/site/search/schema";
import { seedBrand } from "@/tests/support/brand";
import { type Log, share, timed } from "./measure";
import { fillSearch, ROWS } from "./search-fill";

/** What p95 may be, in milliseconds. */
const ALLOWED_MS = 50;

const ASKED = {
  "a number": "INV-2000777",
  "digits alone": "8000321",
  "the beginning of a number": "20003",
  "a rare word": "nephelometer",
  "a word of one in a hundred": "calorimeter",
  "a word in all": "historian",
  "two words in many": "historian turbine",
  "a rare and a common word": "nephelometer historian",
  "what somebody begins to type": "hist",
  "a mistyped common word": "histroian",
  "a mistyped rare word": "nephelomter",
  "a company's name": "Keystone Works 1204",
  "a contact's name": "Robin Whitfield K-1204",
  "a word of all companies": "works",
  "nothing there": "zebra",
  "what all numbers begin with": "INV-2",
  "what stands in many numbers": "000",
  "two common words and digits": "historian boiler 97",
};

/**
 * One search over everything among a million rows that can be found: for clients
 * with one in a hundred of them and with few, for an administrator and for an agent. Last, for each of them what 95 of a
 * hundred searches stay under, over all that was asked.
 */
export async function benchSearch(log: Log): Promise<void> {
  log(`Writing ${ROWS.toLocaleString("en-US")} rows …`);
  const { company, contact, small, administrator } = await fillSearch();
  const client: ClientViewer = {
    ...{ kind: "client", brand: "cimsoft", contactId: contact, companyId: company },
    rights: { billing: true, pay: true, cases: "company", requests: "company" },
  };
  const smallClient: ClientViewer = { ...client, companyId: small.company, contactId: small.contact };
  const staff: StaffViewer = {
    ...{ kind: "staff", staffId: administrator, brands: ["cimsoft", "insource"], roles: ["administrator"] },
  };
  const brand = seedBrand("cimsoft");
  const agent: StaffViewer = { ...staff, roles: ["support_agent"] };
  const viewers: Readonly<Record<string, Viewer>> = { client, "small client": smallClient, staff, agent };
  const summary: string[] = [];
  for (const [side, viewer] of Object.entries(viewers)) {
    const all: number[] = [];
    for (const [name, q] of Object.entries(ASKED)) {
      let count = 0;
      const { median, p95, times } = await timed(async () => {
        const { answer } = await runAsViewer(viewer, "read", (context) =>
          search(context, { q, brand, most: MOST_AT_ONCE, zone: brand.zone }),
        );
        count = answer.count;
      });
      all.push(...times);
      log(`${lineOf(`${side}, ${name}`, median, p95)}  ${count} hits${slow(p95)}`);
    }
    summary.push(`${lineOf(`${side}, all searches`, share(all, 0.5), share(all, 0.95))}${slow(share(all, 0.95))}`);
  }
  for (const line of summary) log(line);
}

const slow = (p95: number) => (p95 > ALLOWED_MS ? `  over ${ALLOWED_MS} ms` : "");
const lineOf = (name: string, median: number, p95: number) =>
  `${name.padEnd(46)} median ${median.toFixed(2)} ms  p95 ${p95.toFixed(2)} ms`;
