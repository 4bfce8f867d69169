import { mkdirSync, writeFileSync } from "node:fs";
import { routes } from "@/lib/routes";
import { type Figures, measurePage } from "./pages/compare";
import { PORTS, startServers } from "./pages/portal";
import { Visitor } from "./pages/visitor";

const RESULT = ".data/bench/pages.json";
const PASSWORD = "Steel&Harbor27";

/** Whom a page is shown to, and its address; `link`: the first address of that shape on the page is measured. */
interface Page {
  readonly name: string;
  readonly viewer: "public" | "client" | "payer" | "staff";
  readonly at: string;
  readonly link?: RegExp;
}

const PAGES: readonly Page[] = [
  { name: "Home", viewer: "public", at: routes.home },
  { name: "FAQ", viewer: "public", at: routes.faq },
  { name: "Log in", viewer: "public", at: routes.login },
  { name: "Dashboard", viewer: "client", at: routes.dashboard },
  { name: "Invoices", viewer: "client", at: routes.invoices },
  { name: "Invoice", viewer: "client", at: routes.invoices, link: /href="(\/invoices\/[A-Z]{2}-\d+)"/ },
  { name: "Statement", viewer: "client", at: routes.statement },
  { name: "Pay", viewer: "payer", at: `${routes.invoices}?status=open`, link: /href="(\/invoices\/[A-Z]{2}-\d+)"/ },
  { name: "Estimates", viewer: "client", at: routes.estimates },
  { name: "Estimate", viewer: "client", at: routes.estimates, link: /href="(\/estimates\/[\w-]+)"/ },
  { name: "Cases", viewer: "client", at: routes.cases },
  { name: "Case", viewer: "client", at: routes.cases, link: /href="(\/cases\/C-\d+)"/ },
  { name: "New case", viewer: "client", at: routes.casesNew },
  { name: "Account team", viewer: "client", at: routes.accountTeam },
  { name: "Settings", viewer: "client", at: routes.settings },
  { name: "Staff overview", viewer: "staff", at: routes.staff },
  { name: "Staff cases", viewer: "staff", at: routes.staffCases },
  { name: "Staff case", viewer: "staff", at: routes.staffCases, link: /href="(\/staff\/cases\/C-\d+)"/ },
  { name: "Staff requests", viewer: "staff", at: routes.staffRequests },
];

const EMAILS = {
  client: "plant.engineer@keystone.example",
  payer: "ap.clerk@keystone.example",
  staff: "portal.admin@portal.example",
} as const;

/**
 * Measures each page beside a bare page of Next with as many elements, in turn: processor time of the web process and of
 * PostgreSQL, time of the answer, statements, round trips and bytes. Prints a table and writes it as JSON. Milliseconds
 * depend on the machine; what counts are the ratios.
 */
export async function benchPages(log: (line: string) => void): Promise<void> {
  const servers = await startServers();
  try {
    const measured = await visitors(PORTS.portal);
    const counted = await visitors(PORTS.counted);
    const bare = new Visitor(PORTS.bare);
    const rows: (Figures & { name: string; address: string })[] = [];
    log(HEAD);
    for (const page of PAGES) {
      const visitor = measured[page.viewer];
      const address = await addressOf(page, visitor);
      const figures = await measurePage({ address, visitor, counted: counted[page.viewer], bare, servers });
      rows.push({ name: page.name, address, ...figures });
      log(line(page.name, figures));
    }
    mkdirSync(".data/bench", { recursive: true });
    writeFileSync(RESULT, JSON.stringify(rows, null, 2));
    log(`As JSON in ${RESULT}.`);
    for (const visitor of [...Object.values(measured), ...Object.values(counted), bare]) visitor.close();
  } finally {
    await servers.stop();
  }
}

/** One visitor of each kind, signed in. */
async function visitors(port: number): Promise<Record<Page["viewer"], Visitor>> {
  const signedIn = async (email: string) => {
    const visitor = new Visitor(port, "cimsoft.localhost");
    const answer = await visitor.submit(routes.login, { email, password: PASSWORD });
    if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
    return visitor;
  };
  return {
    public: new Visitor(port, "cimsoft.localhost"),
    client: await signedIn(EMAILS.client),
    payer: await signedIn(EMAILS.payer),
    staff: await signedIn(EMAILS.staff),
  };
}

async function addressOf(page: Page, visitor: Visitor): Promise<string> {
  if (!page.link) return page.at;
  const found = page.link.exec((await visitor.get(page.at)).body)?.[1];
  if (!found) throw new Error(`${page.at} has no link to ${page.name}.`);
  return page.name === "Pay" ? routes.pay([found.slice("/invoices/".length)]) : found;
}

const COLUMNS = [
  ["web ms", (f: Figures) => f.webMs.toFixed(1)],
  ["db ms", (f) => f.databaseMs.toFixed(1)],
  ["×bare", (f) => f.cpuToBare.toFixed(2)],
  ["×25 rows", (f) => f.cpuTo25Rows.toFixed(2)],
  ["wall ms", (f) => f.wallMs.toFixed(1)],
  ["×bare", (f) => f.wallToBare.toFixed(2)],
  ["stmts", (f) => String(f.statements)],
  ["trips", (f) => String(f.trips)],
  ["elements", (f) => String(f.elements)],
  ["html kB", (f) => (f.html / 1000).toFixed(1)],
  ["flight kB", (f) => (f.flight / 1000).toFixed(1)],
  ["script kB", (f) => (f.scripts / 1000).toFixed(1)],
  ["×bare", (f) => f.scriptsToBare.toFixed(2)],
] satisfies readonly [string, (figures: Figures) => string][];

const HEAD = `${"".padEnd(16)}${COLUMNS.map(([title]) => title.padStart(10)).join("")}`;

function line(name: string, figures: Figures): string {
  return `${name.padEnd(16)}${COLUMNS.map(([, show]) => show(figures).padStart(10)).join("")}`;
}
