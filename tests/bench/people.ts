import { runAsViewer, type StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { listCompanies, listContacts } from "@/lib/site/clients/queries";
import { parseCompanyFilters, parseContactFilters } from "@/lib/site/clients/schema";
import { seedBrand } from "@/tests/support/brand";
import { type Log, type Timed, timed } from "./measure";
import { CONTACTS_OF_ONE, fillPeople, fillStaff, type PeopleBench, SIZES } from "./people-fill";

/** Parameters of an address, by the name under which their times are printed. */
type Asked = Readonly<Record<string, Record<string, string>>>;

const STANDINGS: Asked = {
  all: {},
  "of a brand": { brand: "insource" },
  mine: { mine: "yes" },
  renewals: { standing: "renewals" },
  overdue: { standing: "overdue" },
  quiet: { standing: "quiet" },
  "mine and quiet": { mine: "yes", standing: "quiet" },
};

const SEARCHES: Asked = {
  "search by name": { q: "Harbor Works 000077" },
  "search by number": { q: "K-000077" },
  "search by mail domain": { q: "plant000077.example" },
  "search of a word in all": { q: "works" },
  "search of a word in all, quiet": { q: "works", standing: "quiet" },
  "search of nothing there": { q: "zebra" },
};

type Work = (context: Context) => Promise<unknown>;
type Context = Parameters<typeof listCompanies>[0];

function worksOf(company: string, brands: readonly Brand[]): ReadonlyMap<string, Work> {
  const works = new Map<string, Work>();
  for (const [name, asked] of Object.entries({ ...STANDINGS, ...SEARCHES })) {
    works.set(`companies, ${name}`, (context) => listCompanies(context, parseCompanyFilters(asked), brands));
    works.set(`contacts, ${name}`, (context) => listContacts(context, parseContactFilters(asked), brands));
  }
  const named = { ...{ "of a company": { company } }, "search by own name": { q: "Robin Whitfield 000077" } };
  for (const [name, asked] of Object.entries(named)) {
    works.set(`contacts, ${name}`, (context) => listContacts(context, parseContactFilters(asked), brands));
  }
  return works;
}

/** The same lists and searches with a hundred companies and with thousands: printed with the ratio to the hundred. */
export async function benchPeople(log: Log): Promise<void> {
  const brands = [seedBrand("cimsoft"), seedBrand("insource")];
  await fillStaff();
  const few = new Map<string, Timed>();
  let made = 0;
  for (const size of SIZES) {
    log(
      `Writing ${size.toLocaleString("en-US")} companies, ${(size * CONTACTS_OF_ONE).toLocaleString("en-US")} contacts …`,
    );
    const bench = await fillPeople(made + 1, size);
    made = size;
    for (const [name, work] of worksOf(bench.company, brands)) {
      const viewer = viewerOf(bench, name);
      const times = await timed(() => runAsViewer(viewer, "read", work));
      const base = few.get(name) ?? times;
      few.set(name, base);
      log(
        `${name.padEnd(46)} median ${times.median.toFixed(2)} ms  p95 ${times.p95.toFixed(2)} ms  ×${(times.median / base.median).toFixed(2)}`,
      );
    }
  }
}

/** Who has companies of their own is the manager. Everything else an administrator asks, who sees the most. */
function viewerOf({ manager, administrator }: PeopleBench, name: string): StaffViewer {
  const brands = ["cimsoft", "insource"];
  return name.includes("mine")
    ? { kind: "staff", staffId: manager, brands, roles: ["account_manager"] }
    : { kind: "staff", staffId: administrator, brands, roles: ["administrator"] };
}
