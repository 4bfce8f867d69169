/*
 * Every page and route handler there is, and who finds what at it. tests/e2e/gate/outsiders.spec.ts asks for each as
 * everybody, and fails for a file of the tree without a line here.
 */
type Room =
  | "public"
  | "client"
  | "billing"
  | "pay"
  | "case"
  /** A chat: for the contact who began it alone, and where they may have cases. */
  | "own-chat"
  | "staff"
  | "money-staff"
  | "case-staff"
  /** Staff who answer chats. */
  | "chat-staff"
  /** Staff who answer what clients ask their account team. */
  | "request-staff"
  /** Staff who edit the home page and the resource library. */
  | "home-staff"
  /** Staff who face clients. */
  | "clients-staff"
  /** Administrators alone. */
  | "admin-staff"
  /** Staff who answer cases or requests. */
  | "answer-staff"
  /** Data that an open page asks for: not found for everybody whom it is not for, signed out too. */
  | "ask"
  /** An attachment: a person may open its address from a mail, so sign-in comes first. */
  | "file"
  /** Leads everybody who is signed in to their own Settings. */
  | "account";

/** Digits that nothing else of the run has. */
const DIGITS = String((Date.now() % 1e8) * 1_000 + (process.pid % 1_000)).padStart(11, "0");
/** Documents and threads of the company: their addresses lead its own contacts to a page. */
export const INVOICE = `OUT-${DIGITS}`;
export const ESTIMATE = `OUT-Q${DIGITS}`;
/** Filed by the engineer, open to everybody there with the right; the operator takes part. */
export const CASE = `C-9${DIGITS}`;
/** Asked by the engineer; the clerk reads all that the company asks. */
export const REQUEST = `R-9${DIGITS}`;
/** Begun by the engineer, and seen by nobody else of the company. */
export const CHAT = `CH-9${DIGITS}`;
/** A reference as the portal makes them, of no payment: the demo begins without a payment made in the portal. */
export const REFERENCE = "CP-0123456789";
export const PAYMENT = "0190a5b0-0000-7000-8000-000000000000";

export const ROOMS: Record<string, { room: Room; path: string }> = {
  "[...address]/page.tsx": { room: "public", path: "/nowhere" },
  "(public)/page.tsx": { room: "public", path: "/" },
  "(public)/faq/page.tsx": { room: "public", path: "/faq" },
  "(public)/upgrade/page.tsx": { room: "public", path: "/upgrade" },
  "(public)/connect/thanks/page.tsx": { room: "public", path: "/connect/thanks" },
  "(public)/connect/confirm/[token]/page.tsx": { room: "public", path: "/connect/confirm/unknown" },
  "staff/contacts/waiting/page.tsx": { room: "admin-staff", path: "/staff/contacts/waiting" },
  "staff/contacts/waiting/[id]/export/route.ts": {
    room: "admin-staff",
    path: `/staff/contacts/waiting/${PAYMENT}/export`,
  },
  "staff/contacts/waiting/[id]/page.tsx": { room: "admin-staff", path: `/staff/contacts/waiting/${PAYMENT}` },
  "(auth)/login/page.tsx": { room: "public", path: "/login" },
  "(auth)/confirm-address/[token]/page.tsx": { room: "public", path: "/confirm-address/unknown" },
  "(auth)/reset-password/page.tsx": { room: "public", path: "/reset-password" },
  "(auth)/reset-password/[token]/page.tsx": { room: "public", path: "/reset-password/unknown" },
  "(auth)/unsubscribe/[token]/page.tsx": { room: "public", path: "/unsubscribe/unknown" },
  "(portal)/mails/[id]/page.tsx": { room: "client", path: `/mails/${PAYMENT}` },
  "(portal)/dashboard/page.tsx": { room: "client", path: "/dashboard" },
  "(portal)/invoices/page.tsx": { room: "billing", path: "/invoices" },
  "(portal)/invoices/[number]/page.tsx": { room: "billing", path: `/invoices/${INVOICE}` },
  "(portal)/invoices/[number]/pdf/route.ts": { room: "billing", path: `/invoices/${INVOICE}/pdf` },
  "(portal)/invoices/export/route.ts": { room: "billing", path: "/invoices/export" },
  "(portal)/invoices/statement/page.tsx": { room: "billing", path: "/invoices/statement" },
  "(portal)/invoices/statement/pdf/route.ts": { room: "billing", path: "/invoices/statement/pdf" },
  "(portal)/invoices/statement/csv/route.ts": { room: "billing", path: "/invoices/statement/csv" },
  "(portal)/invoices/credits/page.tsx": { room: "billing", path: "/invoices/credits" },
  "(portal)/invoices/pay/page.tsx": { room: "pay", path: `/invoices/pay?invoice=${INVOICE}` },
  "(portal)/invoices/payments/[reference]/page.tsx": { room: "billing", path: `/invoices/payments/${REFERENCE}` },
  "(portal)/invoices/payments/[reference]/pdf/route.ts": {
    ...{ room: "billing", path: `/invoices/payments/${REFERENCE}/pdf` },
  },
  "(portal)/estimates/page.tsx": { room: "billing", path: "/estimates" },
  "(portal)/estimates/[number]/page.tsx": { room: "billing", path: `/estimates/${ESTIMATE}` },
  "(portal)/estimates/[number]/pdf/route.ts": { room: "billing", path: `/estimates/${ESTIMATE}/pdf` },
  "(portal)/estimates/[number]/quotation/route.ts": { room: "billing", path: `/estimates/${ESTIMATE}/quotation` },
  "(portal)/cases/page.tsx": { room: "client", path: "/cases" },
  "(portal)/cases/new/page.tsx": { room: "client", path: "/cases/new" },
  "(portal)/cases/answers/page.tsx": { room: "client", path: "/cases/answers" },
  "(portal)/cases/chats/page.tsx": { room: "client", path: "/cases/chats" },
  "(portal)/cases/[number]/page.tsx": { room: "case", path: `/cases/${CASE}` },
  "(portal)/cases/[number]/tonight/page.tsx": { room: "case", path: `/cases/${CASE}/tonight` },
  "(portal)/chat/page.tsx": { room: "client", path: "/chat" },
  "(portal)/chat/[number]/page.tsx": { room: "own-chat", path: `/chat/${CHAT}` },
  "staff/chat/page.tsx": { room: "chat-staff", path: "/staff/chat" },
  "staff/chat/chats/page.tsx": { room: "chat-staff", path: "/staff/chat/chats" },
  "staff/chat/[number]/page.tsx": { room: "chat-staff", path: `/staff/chat/${CHAT}` },
  "api/chats/[id]/messages/route.ts": { room: "ask", path: `/api/chats/${PAYMENT}/messages` },
  "api/chats/[id]/here/route.ts": { room: "ask", path: `/api/chats/${PAYMENT}/here` },
  "api/chats/agent/route.ts": { room: "ask", path: "/api/chats/agent" },
  "(portal)/account-team/page.tsx": { room: "client", path: "/account-team" },
  "(portal)/account-team/new/page.tsx": { room: "client", path: "/account-team/new?kind=renewal" },
  "(portal)/account-team/upgrade/page.tsx": { room: "client", path: "/account-team/upgrade" },
  "(portal)/account-team/agreements/[id]/page.tsx": {
    room: "client",
    path: `/account-team/agreements/${PAYMENT}`,
  },
  "(portal)/account-team/[request]/page.tsx": { room: "client", path: `/account-team/${REQUEST}` },
  "(portal)/service-requests/page.tsx": { room: "client", path: "/service-requests" },
  "(portal)/notices/page.tsx": { room: "client", path: "/notices" },
  "(portal)/notices/[id]/route.ts": { room: "client", path: `/notices/${PAYMENT}` },
  "staff/notices/page.tsx": { room: "staff", path: "/staff/notices" },
  "staff/notices/[id]/route.ts": { room: "staff", path: `/staff/notices/${PAYMENT}` },
  "staff/mail/page.tsx": { room: "admin-staff", path: "/staff/mail" },
  "staff/mail/[id]/page.tsx": { room: "admin-staff", path: `/staff/mail/${PAYMENT}` },
  "staff/mail/received/page.tsx": { room: "answer-staff", path: "/staff/mail/received" },
  "staff/mail/received/[id]/page.tsx": { room: "answer-staff", path: `/staff/mail/received/${PAYMENT}` },
  "staff/cases/page.tsx": { room: "case-staff", path: "/staff/cases" },
  "staff/cases/[number]/page.tsx": { room: "case-staff", path: `/staff/cases/${CASE}` },
  "staff/cases/[number]/alarm/page.tsx": { room: "case-staff", path: `/staff/cases/${CASE}/alarm` },
  "staff/cases/[number]/merge/page.tsx": { room: "chat-staff", path: `/staff/cases/${CASE}/merge` },
  "staff/cases/new/page.tsx": { room: "chat-staff", path: "/staff/cases/new" },
  "staff/requests/new/page.tsx": { room: "request-staff", path: "/staff/requests/new" },
  "staff/requests/page.tsx": { room: "request-staff", path: "/staff/requests" },
  "staff/requests/[number]/page.tsx": { room: "request-staff", path: `/staff/requests/${REQUEST}` },
  "staff/answers/page.tsx": { room: "case-staff", path: "/staff/answers" },
  "staff/answers/export/route.ts": { room: "case-staff", path: "/staff/answers/export" },
  "staff/renewals/page.tsx": { room: "request-staff", path: "/staff/renewals" },
  "staff/renewals/export/route.ts": { room: "request-staff", path: "/staff/renewals/export" },
  "staff/agreements/[id]/page.tsx": { room: "case-staff", path: `/staff/agreements/${PAYMENT}` },
  "staff/renewals/[id]/page.tsx": { room: "request-staff", path: `/staff/renewals/${PAYMENT}` },
  "staff/companies/page.tsx": { room: "clients-staff", path: "/staff/companies" },
  "staff/companies/[id]/page.tsx": { room: "clients-staff", path: `/staff/companies/${PAYMENT}` },
  "staff/contacts/page.tsx": { room: "clients-staff", path: "/staff/contacts" },
  "staff/contacts/[id]/page.tsx": { room: "clients-staff", path: `/staff/contacts/${PAYMENT}` },
  "staff/contacts/[id]/edit/page.tsx": { room: "admin-staff", path: `/staff/contacts/${PAYMENT}/edit` },
  "staff/contacts/[id]/merge/page.tsx": { room: "admin-staff", path: `/staff/contacts/${PAYMENT}/merge` },
  "staff/companies/[id]/edit/page.tsx": { room: "admin-staff", path: `/staff/companies/${PAYMENT}/edit` },
  "staff/companies/[id]/merge/page.tsx": { room: "admin-staff", path: `/staff/companies/${PAYMENT}/merge` },
  "staff/companies/[id]/invite/page.tsx": { room: "admin-staff", path: `/staff/companies/${PAYMENT}/invite` },
  "staff/team/page.tsx": { room: "request-staff", path: "/staff/team" },
  "staff/team/[id]/page.tsx": { room: "request-staff", path: `/staff/team/${PAYMENT}` },
  "staff/team/accounts/page.tsx": { room: "admin-staff", path: "/staff/team/accounts" },
  "staff/team/accounts/[id]/page.tsx": { room: "admin-staff", path: `/staff/team/accounts/${PAYMENT}` },
  "staff/team/roles/page.tsx": { room: "request-staff", path: "/staff/team/roles" },
  "staff/contacts/[id]/data/page.tsx": { room: "admin-staff", path: `/staff/contacts/${PAYMENT}/data` },
  "staff/contacts/[id]/data/export/route.ts": { room: "admin-staff", path: `/staff/contacts/${PAYMENT}/data/export` },
  "staff/audit/page.tsx": { room: "admin-staff", path: "/staff/audit" },
  "staff/audit/export/route.ts": { room: "admin-staff", path: "/staff/audit/export" },
  "staff/decisions/page.tsx": { room: "admin-staff", path: "/staff/decisions" },
  "staff/home-page/page.tsx": { room: "home-staff", path: "/staff/home-page" },
  "staff/articles/page.tsx": { room: "chat-staff", path: "/staff/articles" },
  "staff/articles/[id]/page.tsx": { room: "chat-staff", path: `/staff/articles/${PAYMENT}` },
  "staff/faq/page.tsx": { room: "home-staff", path: "/staff/faq" },
  "staff/faq/entry/page.tsx": { room: "home-staff", path: "/staff/faq/entry" },
  "staff/faq/feedback/page.tsx": { room: "home-staff", path: "/staff/faq/feedback" },
  "staff/faq/versions/[id]/page.tsx": { room: "home-staff", path: `/staff/faq/versions/${PAYMENT}` },
  "(portal)/search/page.tsx": { room: "client", path: "/search" },
  "staff/search/page.tsx": { room: "staff", path: "/staff/search" },
  "api/search/route.ts": { room: "ask", path: "/api/search" },
  "staff/resources/page.tsx": { room: "home-staff", path: "/staff/resources" },
  "staff/resources/new/page.tsx": { room: "home-staff", path: "/staff/resources/new" },
  "staff/resources/[id]/page.tsx": { room: "home-staff", path: `/staff/resources/${PAYMENT}` },
  "staff/replies/page.tsx": { room: "answer-staff", path: "/staff/replies" },
  "staff/hours/page.tsx": { room: "admin-staff", path: "/staff/hours" },
  "(portal)/resources/page.tsx": { room: "client", path: "/resources" },
  "(portal)/resources/[id]/page.tsx": { room: "client", path: `/resources/${PAYMENT}` },
  "(portal)/resources/[id]/files/[version]/route.ts": { room: "file", path: `/resources/${PAYMENT}/files/${PAYMENT}` },
  "staff/hours/on-call/page.tsx": { room: "admin-staff", path: "/staff/hours/on-call" },
  "(portal)/settings/page.tsx": { room: "client", path: "/settings" },
  "(portal)/settings/company/page.tsx": { room: "client", path: "/settings/company" },
  "(portal)/settings/change/page.tsx": { room: "client", path: "/settings/change?field=email" },
  "staff/settings/page.tsx": { room: "staff", path: "/staff/settings" },
  "staff/page.tsx": { room: "staff", path: "/staff" },
  "staff/payments/page.tsx": { room: "money-staff", path: "/staff/payments" },
  "staff/payments/[id]/page.tsx": { room: "money-staff", path: `/staff/payments/${PAYMENT}` },
  "staff/invoices/[id]/page.tsx": { room: "money-staff", path: `/staff/invoices/${PAYMENT}` },
  "staff/estimates/[id]/page.tsx": { room: "money-staff", path: `/staff/estimates/${PAYMENT}` },
  "staff/payments/events/page.tsx": { room: "money-staff", path: "/staff/payments/events" },
  "api/notices/route.ts": { room: "ask", path: "/api/notices" },
  "api/live/route.ts": { room: "ask", path: "/api/live" },
  "api/live/here/route.ts": { room: "ask", path: `/api/live/here?thread=${PAYMENT}&doing=looks` },
  "api/live/typing/route.ts": { room: "ask", path: `/api/live/typing?thread=${PAYMENT}` },
  "api/threads/[id]/route.ts": { room: "ask", path: `/api/threads/${PAYMENT}` },
  "api/threads/[id]/read/route.ts": { room: "ask", path: `/api/threads/${PAYMENT}/read` },
  "api/cases/similar/route.ts": { room: "ask", path: "/api/cases/similar?q=historian" },
  "api/home-pictures/route.ts": { room: "ask", path: `/api/home-pictures?brand=cimsoft&id=${PAYMENT}` },
  "api/home-pictures/[id]/route.ts": { room: "ask", path: `/api/home-pictures/${PAYMENT}` },
  "api/home-pictures/[id]/draft/route.ts": { room: "ask", path: `/api/home-pictures/${PAYMENT}/draft` },
  "api/team-photos/route.ts": { room: "ask", path: `/api/team-photos?person=${PAYMENT}` },
  "api/team-photos/[id]/route.ts": { room: "ask", path: `/api/team-photos/${PAYMENT}` },
  "api/resources/route.ts": { room: "ask", path: `/api/resources?resource=${PAYMENT}&version=${PAYMENT}` },
  "api/files/route.ts": { room: "ask", path: "/api/files" },
  "api/files/[id]/route.ts": { room: "file", path: `/api/files/${"a".repeat(32)}` },
  "api/files/once/[secret]/route.ts": { room: "ask", path: `/api/files/once/${"a".repeat(43)}` },
  "api/resend/webhook/route.ts": { room: "public", path: "/api/resend/webhook" },
  "api/stripe/webhook/[brand]/route.ts": { room: "public", path: "/api/stripe/webhook/cimsoft" },
  "api/unsubscribe/[token]/route.ts": { room: "public", path: "/api/unsubscribe/unknown" },
  "api/health/route.ts": { room: "public", path: "/api/health" },
  "api/build/route.ts": { room: "public", path: "/api/build" },
  "api/hours/route.ts": { room: "public", path: "/api/hours" },
  "api/site/[file]/route.ts": { room: "public", path: "/robots.txt" },
  "api/csp-reports/route.ts": { room: "public", path: "/api/csp-reports" },
  "api/change-password/route.ts": { room: "account", path: "/.well-known/change-password" },
  "api/health/worker/route.ts": { room: "public", path: "/api/health/worker" },
};

export const CLIENTS: Room[] = ["client", "billing", "pay", "case", "own-chat"];
export const STAFF: Room[] = [
  "staff",
  "money-staff",
  "case-staff",
  "chat-staff",
  "request-staff",
  "home-staff",
  "clients-staff",
  "admin-staff",
  "answer-staff",
];
/** Methods that a handler of `ask` takes beside GET. */
export const POSTED = new Set([
  "/api/files",
  `/api/live/here?thread=${PAYMENT}&doing=looks`,
  `/api/live/typing?thread=${PAYMENT}`,
  `/api/threads/${PAYMENT}/read`,
  `/api/chats/${PAYMENT}/messages`,
  `/api/chats/${PAYMENT}/here`,
  "/api/chats/agent",
  `/api/home-pictures?brand=cimsoft&id=${PAYMENT}`,
  `/api/team-photos?person=${PAYMENT}`,
  `/api/resources?resource=${PAYMENT}&version=${PAYMENT}`,
]);
/** Everything that names something of the company's. */
export const COMPANYS = new RegExp(`${INVOICE}|${ESTIMATE}|${CASE}|${REQUEST}|${CHAT}`);

export const rooms = (...wanted: Room[]) => Object.values(ROOMS).filter(({ room }) => wanted.includes(room));
/** A page leads people to sign-in or their own pages; a route handler answers 404 to whom it is not for. */
export const handlers = new Set(
  Object.entries(ROOMS).flatMap(([file, { path }]) => (file.endsWith("/route.ts") ? [path] : [])),
);
