/** What a page has just saved, behind its address. */
const savedQuery = (saved: string | undefined) => (saved === undefined ? "" : `?saved=${saved}`);

/** Every address of the portal. They are paths only: origins come from the brand. */
export const routes = {
  home: "/",
  faq: "/faq",
  connectThanks: "/connect/thanks",
  /** What **Upgrade** asks visitors, where the brand wants the request in the portal. */
  upgrade: "/upgrade",
  /** The page that the mail to a visitor links to. */
  connectConfirm: (token: string) => `/connect/confirm/${encodeURIComponent(token)}`,
  connectConfirmed: "/connect/thanks?confirmed=yes",
  login: "/login",
  resetPassword: "/reset-password",
  resetPasswordToken: (token: string) => `/reset-password/${encodeURIComponent(token)}`,
  /** The page that the mail to a new sign-in address links to. */
  confirmAddress: (token: string) => `/confirm-address/${encodeURIComponent(token)}`,
  /** The page that asks whether a kind of mail shall stop. The token comes from a mail. */
  unsubscribe: (token: string) => `/unsubscribe/${encodeURIComponent(token)}`,
  unsubscribed: (token: string) => `/unsubscribe/${encodeURIComponent(token)}?done=1`,
  /** Mail programs POST to this address to stop a kind of mail. */
  apiUnsubscribe: (token: string) => `/api/unsubscribe/${encodeURIComponent(token)}`,
  dashboard: "/dashboard",
  invoices: "/invoices",
  invoice: (number: string) => `/invoices/${encodeURIComponent(number)}`,
  invoicePdf: (number: string) => `/invoices/${encodeURIComponent(number)}/pdf`,
  /** The filtered list as CSV. Takes the query of the list. */
  invoicesCsv: "/invoices/export",
  /** The page on which the amounts of one charge over these invoices are entered, with **Pay $…**. */
  pay: (numbers: readonly string[] = []) =>
    numbers.length === 0
      ? "/invoices/pay"
      : `/invoices/pay?${new URLSearchParams(numbers.map((number) => ["invoice", number])).toString()}`,
  /** A payment made in the portal, by its reference. The checkout returns to this page. */
  payment: (reference: string) => `/invoices/payments/${encodeURIComponent(reference)}`,
  /** Its receipt. */
  paymentPdf: (reference: string) => `/invoices/payments/${encodeURIComponent(reference)}/pdf`,
  /** The same page, after Stripe could not be reached for the payment. */
  paymentUnreached: (reference: string) => `/invoices/payments/${encodeURIComponent(reference)}?checkout=unreached`,
  credits: "/invoices/credits",
  statement: "/invoices/statement",
  statementPdf: "/invoices/statement/pdf",
  statementCsv: "/invoices/statement/csv",
  estimates: "/estimates",
  estimate: (number: string) => `/estimates/${encodeURIComponent(number)}`,
  estimatePdf: (number: string) => `/estimates/${encodeURIComponent(number)}/pdf`,
  /** Redirects to the Quotation Portal and records that; must never be prefetched. */
  estimateQuotation: (number: string) => `/estimates/${encodeURIComponent(number)}/quotation`,
  cases: "/cases",
  casesNew: "/cases/new",
  /** How the answers to the client's cases were kept. */
  caseAnswers: "/cases/answers",
  /** The form of a new case, filled in. */
  casesNewWith: (text: { subject: string; description: string }) => `/cases/new?${new URLSearchParams(text)}`,
  case: (number: string) => `/cases/${encodeURIComponent(number)}`,
  /** What happens now that production is stopped and chat is closed: for a phone at night. */
  caseTonight: (number: string) => `/cases/${encodeURIComponent(number)}/tonight`,
  /** The page of a case, at what its last handover says. */
  caseHandover: (number: string) => `/cases/${encodeURIComponent(number)}#handover`,
  /** The viewer's chats, as a tab of Support Cases. */
  caseChats: "/cases/chats",
  /** Chat with Technical Support: its state, the form, and the chats so far. */
  chats: "/chat",
  chat: (number: string) => `/chat/${encodeURIComponent(number)}`,
  accountTeam: "/account-team",
  /** The same page with every agreement of the company. */
  allAgreements: "/account-team?agreements=all",
  /** The form of a new request, filled in from the page that leads there. */
  accountTeamNew: (
    about: { kind?: string; member?: string; agreement?: string; invoice?: string; estimate?: string } = {},
  ) => {
    const query = new URLSearchParams(Object.entries(about).filter((entry): entry is [string, string] => !!entry[1]));
    return query.size ? `/account-team/new?${query}` : "/account-team/new";
  },
  /** What **Upgrade** asks clients, about an agreement where one is named. */
  clientUpgrade: (agreement?: string) =>
    agreement ? `/account-team/upgrade?${new URLSearchParams({ agreement })}` : "/account-team/upgrade",
  /** The same sheet as staffRenewalBrief, for the client. */
  renewalBrief: (agreement: string) => `/account-team/agreements/${encodeURIComponent(agreement)}`,
  request: (number: string) => `/account-team/${encodeURIComponent(number)}`,
  /** Cases and requests in one list. */
  serviceRequests: "/service-requests",
  /** The whole text of a mail that the viewer wrote. */
  wholeMail: (id: string) => `/mails/${encodeURIComponent(id)}`,
  resources: "/resources",
  resource: (id: string) => `/resources/${encodeURIComponent(id)}`,
  /** The file of one version. Each visit is judged anew, and counted. */
  resourceFile: (id: string, version: string) =>
    `/resources/${encodeURIComponent(id)}/files/${encodeURIComponent(version)}`,
  /** Everything that the viewer may find. Takes `?q=`. */
  search: "/search",
  staffSearch: "/staff/search",
  /** The same as JSON, for either side. Takes `?q=`. */
  apiSearch: "/api/search",
  settings: "/settings",
  /** The company: its people, and who of the firm looked at it. */
  settingsCompany: "/settings/company",
  /** The form to ask for a change that administrators alone may make. */
  settingsChange: (field: string) => `/settings/change?field=${encodeURIComponent(field)}`,
  notices: "/notices",
  /** Marks the notice as read and redirects to the page that it is about. */
  notice: (id: string) => `/notices/${encodeURIComponent(id)}`,
  /** How many notices are unread, as JSON. */
  apiNotices: "/api/notices",
  teamPhoto: (id: string) => `/api/team-photos/${encodeURIComponent(id)}`,
  /** Takes a POST with the picture of somebody on an account team. */
  teamPhotos: (person: string) => `/api/team-photos?person=${encodeURIComponent(person)}`,
  /** New messages and events of a thread as JSON; `?after=` is a place in the thread. */
  apiThread: (id: string) => `/api/threads/${encodeURIComponent(id)}`,
  /** Takes a POST that marks the thread as read by the viewer up to now. */
  apiThreadRead: (id: string) => `/api/threads/${encodeURIComponent(id)}/read`,
  apiHours: "/api/hours",
  apiBuild: "/api/build",
  apiLive: "/api/live",
  apiTyping: "/api/live/typing",
  /** Takes a POST that tells colleagues in a thread what the viewer does with it. */
  apiHere: (thread: string, doing: string) => `/api/live/here?${new URLSearchParams({ thread, doing })}`,
  apiFiles: "/api/files",
  file: (id: string) => `/api/files/${encodeURIComponent(id)}`,
  /** On the origin that serves files alone. */
  fileOnce: (secret: string) => `/api/files/once/${encodeURIComponent(secret)}`,
  apiSimilarCases: "/api/cases/similar",
  /** Takes a POST with one message of the chat as JSON. */
  apiChatMessages: (id: string) => `/api/chats/${encodeURIComponent(id)}/messages`,
  /** Takes a POST that says that the viewer has the chat open, and answers how it stands. */
  apiChatHere: (id: string) => `/api/chats/${encodeURIComponent(id)}/here`,
  /** Takes a POST that says that an agent's browser is there. */
  apiChatAgent: "/api/chats/agent",
  staff: "/staff",
  staffPayments: "/staff/payments",
  staffPayment: (id: string) => `/staff/payments/${encodeURIComponent(id)}`,
  staffCases: "/staff/cases",
  staffCase: (number: string) => `/staff/cases/${encodeURIComponent(number)}`,
  /** The form of a case that a contact phoned in. `of` names the company, and the contact where one is chosen. */
  staffNewCase: (of: Readonly<Record<string, string>>) => `/staff/cases/new?${new URLSearchParams(of)}`,
  /** The small page that the mail of an alarm leads to, with **I have it**. */
  staffAlarm: (number: string) => `/staff/cases/${encodeURIComponent(number)}/alarm`,
  /** The preview of a merge of two cases; without `into` the other is asked for. */
  staffMergeCase: (number: string, into?: string) =>
    `/staff/cases/${encodeURIComponent(number)}/merge${into ? `?${new URLSearchParams({ into })}` : ""}`,
  staffChats: "/staff/chat",
  /** All chats, also those that have ended. */
  staffChatList: "/staff/chat/chats",
  staffChat: (number: string) => `/staff/chat/${encodeURIComponent(number)}`,
  staffRequests: "/staff/requests",
  staffRequest: (number: string) => `/staff/requests/${encodeURIComponent(number)}`,
  /** The form of a request to a contact. `of` names the company, and the contact or the document where there is one. */
  staffNewRequest: (of: Readonly<Record<string, string>>) => `/staff/requests/new?${new URLSearchParams(of)}`,
  staffRenewals: "/staff/renewals",
  staffRenewalsCsv: "/staff/renewals/export",
  /** How promises of answers were kept. */
  staffAnswers: "/staff/answers",
  staffAnswersCsv: "/staff/answers/export",
  staffAgreement: (id: string) => `/staff/agreements/${encodeURIComponent(id)}`,
  /** People who wrote under Connect with Us and wait for an account. */
  staffWaiting: "/staff/contacts/waiting",
  staffWaitingExport: (id: string) => `/staff/contacts/waiting/${encodeURIComponent(id)}/export`,
  staffWaitingOne: (id: string) => `/staff/contacts/waiting/${encodeURIComponent(id)}`,
  /** One sheet about an agreement for the talk about its renewal. */
  staffRenewalBrief: (agreement: string) => `/staff/renewals/${encodeURIComponent(agreement)}`,
  staffCompanies: "/staff/companies",
  staffCompany: (id: string) => `/staff/companies/${encodeURIComponent(id)}`,
  staffInvoice: (id: string) => `/staff/invoices/${encodeURIComponent(id)}`,
  staffEstimate: (id: string) => `/staff/estimates/${encodeURIComponent(id)}`,
  staffContacts: "/staff/contacts",
  staffContact: (id: string) => `/staff/contacts/${encodeURIComponent(id)}`,
  /** All that the portal holds on a contact, and its erasure. */
  staffContactData: (id: string) => `/staff/contacts/${encodeURIComponent(id)}/data`,
  staffContactDataExport: (id: string) => `/staff/contacts/${encodeURIComponent(id)}/data/export`,
  staffHomePage: "/staff/home-page",
  staffFaq: "/staff/faq",
  /** The editor of an entry; of a new one, in a group, without `entry`. */
  staffFaqEntry: (asked: { brand: string; entry?: string; group?: string }) =>
    `/staff/faq/entry?${new URLSearchParams({ ...asked })}`,
  staffFaqVersion: (id: string) => `/staff/faq/versions/${encodeURIComponent(id)}`,
  staffFaqFeedback: (brand: string) => `/staff/faq/feedback?${new URLSearchParams({ brand })}`,
  staffArticles: "/staff/articles",
  staffArticle: (id: string) => `/staff/articles/${encodeURIComponent(id)}`,
  /** A picture of the brand's home page, as it is out. */
  homePicture: (id: string, size: "small" | "large") => `/api/home-pictures/${encodeURIComponent(id)}?size=${size}`,
  /** The same for editors, whether it is out or not. */
  homePictureDraft: (id: string, size: "small" | "large") =>
    `/api/home-pictures/${encodeURIComponent(id)}/draft?size=${size}`,
  /** Takes a POST with the file of a new picture, whose id is made with the form. */
  homePictures: (brand: string, id: string) => `/api/home-pictures?${new URLSearchParams({ brand, id })}`,
  /** The texts with which staff answer. */
  staffReplies: "/staff/replies",
  staffResources: "/staff/resources",
  staffResourcesNew: "/staff/resources/new",
  staffResource: (id: string) => `/staff/resources/${encodeURIComponent(id)}`,
  /** Takes a POST with the file of a new version, whose id is made with the form. */
  apiResources: (resource: string, version: string) => `/api/resources?${new URLSearchParams({ resource, version })}`,
  staffHours: "/staff/hours",
  /** Who is on call, week by week. */
  staffOnCall: "/staff/hours/on-call",
  /** The firm's people as clients see them: hours, absences, pictures. */
  staffTeam: "/staff/team",
  /** All that was decided in the portal and imports leave unchanged. */
  staffDecisions: "/staff/decisions",
  /** The page of a thread, or of a person on an account team, scrolled to what was decided in the portal. */
  staffDecisionsOn: (page: { kind?: string | undefined; number?: string | undefined; person?: string | undefined }) => {
    if (page.person !== undefined) return `/staff/team/${encodeURIComponent(page.person)}#decisions`;
    if (page.number === undefined) return "/staff";
    return `/staff/${page.kind === "case" ? "cases" : "requests"}/${encodeURIComponent(page.number)}#decisions`;
  },
  /** The accounts of staff: who may sign in, as what and where. */
  staffAccounts: "/staff/team/accounts",
  staffAccount: (id: string) => `/staff/team/accounts/${encodeURIComponent(id)}`,
  /** What each role of staff may do. */
  staffRoles: "/staff/team/roles",
  staffTeamMember: (id: string) => `/staff/team/${encodeURIComponent(id)}`,
  /** Who did what to which record. */
  staffAudit: "/staff/audit",
  /** The filtered log as CSV. Takes the query of the list. */
  staffAuditCsv: "/staff/audit/export",
  /** The log of one record. */
  staffAuditOf: (kind: string, record: string) =>
    `/staff/audit?${new URLSearchParams({ period: "all", kind, record })}`,
  staffMail: "/staff/mail",
  staffMailItem: (id: string) => `/staff/mail/${encodeURIComponent(id)}`,
  /** Mail that was received for the threads that the viewer answers. */
  staffReceived: "/staff/mail/received",
  staffReceivedMail: (id: string) => `/staff/mail/received/${encodeURIComponent(id)}`,
  staffNotices: "/staff/notices",
  staffNotice: (id: string) => `/staff/notices/${encodeURIComponent(id)}`,
  /** Where administrators edit a contact. `saved`: what was just saved. */
  staffContactEdit: (id: string, saved?: string) =>
    `/staff/contacts/${encodeURIComponent(id)}/edit${savedQuery(saved)}`,
  staffCompanyEdit: (id: string, saved?: string) =>
    `/staff/companies/${encodeURIComponent(id)}/edit${savedQuery(saved)}`,
  staffEdit: (kind: "contact" | "company", id: string, saved?: string) =>
    `/staff/${kind === "contact" ? "contacts" : "companies"}/${encodeURIComponent(id)}/edit${savedQuery(saved)}`,
  /** The preview of a merge of two contacts or two companies. */
  staffMerge: (kind: "contact" | "company", id: string) =>
    `/staff/${kind === "contact" ? "contacts" : "companies"}/${encodeURIComponent(id)}/merge`,
  /** Who of a company would be invited. `sent`: how many mails just went out. */
  staffCompanyInvite: (id: string, sent?: number) =>
    `/staff/companies/${encodeURIComponent(id)}/invite${sent === undefined ? "" : `?sent=${sent}`}`,
  staffSettings: "/staff/settings",
  staffStripeEvents: "/staff/payments/events",
} as const;

/**
 * Pages that are never fetched before somebody opens them: threads and notices, because opening marks them as read, and
 * addresses that record each visit or produce a file.
 */
const OPENED_ONLY = [
  /^\/api\//,
  /^(\/staff)?\/notices(\/|$)/,
  // A search that finds nothing is counted.
  /^(\/staff)?\/search$/,
  /^(\/staff)?\/(cases|requests|chat)\/(?!(new|chats|answers)$)/,
  /^\/account-team\/(?!(new|upgrade)$)/,
  // Rooms of one company: each visit is recorded for the company to read.
  /^\/staff\/(payments\/(?!events$)|invoices\/|estimates\/|agreements\/|renewals\/)/,
  /^\/staff\/articles\//,
  /^\/staff\/(companies\/|contacts\/(?!waiting$)|mail\/(?!received$))/,
  /^\/staff\/(payments\/(?!events$)|renewals\/(?!export$)|invoices\/|estimates\/|companies\/|contacts\/(?!waiting$)|mail\/(?!received$))/,
  /\/(quotation|pdf|csv|export)$/,
  // Opening a file or an article is counted.
  /^\/resources\//,
  // Each visit with a token counts among those that are allowed.
  /^\/(login|reset-password|confirm-address|connect\/confirm|unsubscribe)(\/|$)/,
];

/** Whether the page at a path may be fetched when the pointer or the focus rests on a link to it. */
export function mayFetchAhead(path: string, search = ""): boolean {
  // A staff list that is narrowed to one company is recorded as well.
  if (path.startsWith("/staff/") && new URLSearchParams(search).has("company")) return false;
  return !OPENED_ONLY.some((pattern) => pattern.test(path));
}

/**
 * The path to go to after sign-in, or null if `wish` is not a plain path of this site. `//evil`, `/\evil`, `https:x`,
 * control characters and addresses of another origin are refused.
 */
export function safeNextPath(wish: string | null | undefined, origin: string): string | null {
  if (!wish || wish.length > 2000 || !/^\/(?![/\\])/.test(wish) || /[\\\s\p{Cc}]/u.test(wish)) return null;
  let url: URL;
  try {
    url = new URL(wish, origin);
  } catch {
    return null;
  }
  if (url.origin !== new URL(origin).origin) return null;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.startsWith("//") ? null : path;
}
