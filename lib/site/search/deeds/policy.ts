import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";
import { readsAudit } from "@/lib/gate/audit/policy";
import { mayAsk, readsCases, worksCases, worksRequests } from "@/lib/gate/rights";
import { invoicesWithStatusHref } from "@/lib/money/invoices/schema";
import { readsMoney, servesClients } from "@/lib/people/companies/policy";
import { routes } from "@/lib/routes";
import { editsHomePage } from "@/lib/site/home-page/policy";
import { editsHours } from "@/lib/site/hours/policy";
import { editsLibrary } from "@/lib/site/library/policy";
import { fits } from "@/lib/site/search/rules";
import type { Hit } from "@/lib/site/search/types";
import { editsReplies } from "@/lib/threads/staff/canned-replies/policy";

/** Something to do, or a page to go to. */
interface Deed {
  readonly href: string;
  readonly title: string;
  /** Other words by which people look for it. */
  readonly also: string;
}

/** What the viewer can do and where they can go, by the rights that the pages ask for. */
export function deedsOf(viewer: Viewer, facts: { readonly mayFile: boolean }): readonly Deed[] {
  return viewer.kind === "client" ? clientDeeds(viewer, facts.mayFile) : staffDeeds(viewer);
}

/** Deeds whose own name has all words of the search fit better than what the database finds, others worse. */
const BY_NAME = 550;
const BY_OTHER_WORDS = 240;

/** Those whose name or other words have all words of the search, by name first; all of them for a search without words. */
export function findDeeds(deeds: readonly Deed[], words: readonly string[]): { hits: Hit[]; fits: number } {
  const isNamed = ({ title }: Deed) => fits(title, words);
  const found = deeds.filter(({ title, also }) => words.length === 0 || fits(`${title} ${also}`, words));
  const sorted = [...found.filter(isNamed), ...found.filter((deed) => !isNamed(deed))];
  return {
    hits: sorted.map(({ href, title }) => ({ href, title })),
    fits: found.some(isNamed) ? BY_NAME : BY_OTHER_WORDS,
  };
}

function clientDeeds(viewer: ClientViewer, mayFile: boolean): Deed[] {
  const deeds: Deed[] = [];
  if (mayFile) {
    deeds.push(
      { title: "Add New Case", href: routes.casesNew, also: "open file report problem ticket support help" },
      { title: "Chat with Technical Support", href: routes.chats, also: "talk live help agent" },
    );
  }
  if (readsMoney(viewer)) {
    if (viewer.rights.pay) {
      deeds.push(
        { title: "Pay overdue invoices", href: invoicesWithStatusHref("overdue"), also: "late past due payment bill" },
        { title: "Pay open invoices", href: invoicesWithStatusHref("open"), also: "payment card bank bill due" },
      );
    }
    deeds.push(
      { title: "Statement of account", href: routes.statement, also: "balance pdf csv download movements" },
      { title: "Invoices", href: routes.invoices, also: "bills list" },
      { title: "Estimates", href: routes.estimates, also: "quotes quotations list" },
    );
  }
  if (mayAsk(viewer)) {
    deeds.push({
      title: "Ask your account team",
      href: routes.accountTeamNew(),
      also: "new request write renewal subscription contact manager",
    });
  }
  deeds.push(
    { title: "Support Cases", href: routes.cases, also: "tickets list current historical" },
    { title: "All service requests", href: routes.serviceRequests, also: "list" },
    { title: "Your Account Team", href: routes.accountTeam, also: "people agreements contracts manager" },
    { title: "Resources", href: routes.resources, also: "manuals guides downloads documents library videos" },
    { title: "Settings", href: routes.settings, also: "password phone address email preferences time zone details" },
    { title: "Your company", href: routes.settingsCompany, also: "colleagues people invite who looked" },
    { title: "Notices", href: routes.notices, also: "notifications bell unread" },
    { title: "FAQ", href: routes.faq, also: "questions answers guide help" },
  );
  return deeds;
}

function staffDeeds(viewer: StaffViewer): Deed[] {
  const is = (may: boolean, ...deeds: Deed[]) => (may ? deeds : []);
  return [
    { title: "Overview", href: routes.staff, also: "dashboard start home" },
    ...is(readsCases(viewer), { title: "Cases", href: routes.staffCases, also: "queue support tickets" }),
    ...is(worksCases(viewer), { title: "Chat", href: routes.staffChats, also: "desk queue talk" }),
    ...is(
      worksRequests(viewer),
      { title: "Requests", href: routes.staffRequests, also: "queue account team" },
      { title: "Renewals", href: routes.staffRenewals, also: "agreements ending subscriptions" },
      { title: "Team", href: routes.staffTeam, also: "people absences hours pictures" },
    ),
    ...is(editsReplies(viewer), {
      title: "Canned replies",
      href: routes.staffReplies,
      also: "texts answers templates",
    }),
    ...is(readsMoney(viewer), { title: "Payments", href: routes.staffPayments, also: "money stripe refunds" }),
    ...is(
      servesClients(viewer),
      { title: "Companies", href: routes.staffCompanies, also: "clients accounts" },
      { title: "Contacts", href: routes.staffContacts, also: "people clients" },
    ),
    ...is(editsHomePage(viewer), { title: "Home page", href: routes.staffHomePage, also: "edit upgrade connect" }),
    ...is(
      editsLibrary(viewer),
      { title: "Resources", href: routes.staffResources, also: "library manuals documents" },
      { title: "New resource", href: routes.staffResourcesNew, also: "add upload document link video" },
    ),
    ...is(editsHours(viewer), { title: "Hours", href: routes.staffHours, also: "holidays opening on call rota" }),
    ...is(readsAudit(viewer), { title: "Audit", href: routes.staffAudit, also: "log who did what" }),
    { title: "Settings", href: routes.staffSettings, also: "password email preferences time zone" },
    { title: "Notices", href: routes.staffNotices, also: "notifications bell unread" },
  ];
}
