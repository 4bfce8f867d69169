/** Closed vocabularies of the data, shared by tables, schemas and screens. Safe for the browser. */
export const CASES_SCOPES = ["none", "own", "company"] as const;
export const REQUESTS_SCOPES = ["none", "own", "company"] as const;
export type Scope = (typeof CASES_SCOPES)[number];

export const STAFF_ROLES = [
  "account_manager",
  "subscription_manager",
  "support_agent",
  "administrator",
  "marketing",
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What company administrators do with their colleagues' access. `asked`: it waits for portal support. */
export const COLLEAGUE_ACTS = ["invited", "removed", "asked"] as const;
export type ColleagueAct = (typeof COLLEAGUE_ACTS)[number];

/** What of a company a member of staff can have looked at. */
export const LOOK_KINDS = ["money", "cases", "requests", "contacts"] as const;
export type LookKind = (typeof LOOK_KINDS)[number];

export const TEAM_ROLES = ["account_manager", "subscription_manager", "support", "sales_engineer"] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];

export const AGREEMENT_KINDS = ["support", "subscription", "contract"] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];
export const AGREEMENT_STATES = ["active", "cancelled"] as const;

/**
 * What a coverage adds to the brand's chat hours: nothing, weekly hours of its own, or every hour of every day. Each
 * brand begins with one coverage of each kind, whose key is the kind.
 */
export const COVERAGE_KINDS = ["chat_hours", "extended", "around_the_clock"] as const;
export type CoverageKind = (typeof COVERAGE_KINDS)[number];
/** Hours of one weekday (ISO: Monday 1 … Sunday 7), wall clock `HH:MM`; `24:00` is the end of the day. */
export interface CoverageHours {
  readonly weekday: number;
  readonly opens: string;
  readonly closes: string;
}
/** How an agreement came to a coverage, or left the portal's hands. */
export const COVERAGE_CHANGES = ["decided", "imported", "handed_back"] as const;
export type CoverageChange = (typeof COVERAGE_CHANGES)[number];

/** What one case is to another; each has words for both sides (lib/threads/cases/staff/links/rules.ts). */
export const CASE_LINK_KINDS = ["related", "duplicate", "cause"] as const;
export type CaseLinkKind = (typeof CASE_LINK_KINDS)[number];

export const INVOICE_KINDS = ["invoice", "credit_note"] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

export const PAYMENT_SOURCES = ["portal", "erp"] as const;
export const PAYMENT_METHODS = ["card", "bank_debit", "check", "wire", "ach", "other"] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
/** `started`: no money has moved yet. `processing`: a bank debit that has not cleared yet. */
export const PAYMENT_STATES = [
  "started",
  "processing",
  "succeeded",
  "failed",
  "cancelled",
  "refunded",
  "partly_refunded",
  "disputed",
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/**
 * What an allocation does to its invoice. `planned`: nothing yet, because its payment was only started. `pending`: its
 * payment has not cleared yet. `applied` and `disputed` lower the balance, `refunded` and `released` do not.
 */
export const ALLOCATION_STATES = ["planned", "pending", "applied", "disputed", "refunded", "released"] as const;
export type AllocationState = (typeof ALLOCATION_STATES)[number];

/** States of one attempt to collect a payment at Stripe. `preparing`: no session is known yet. */
export const CHECKOUT_STATES = ["preparing", "open", "processing", "succeeded", "failed", "expired"] as const;
export type CheckoutState = (typeof CHECKOUT_STATES)[number];
export const DISPUTE_STATES = ["open", "won", "lost"] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];
/** Money that went back to the payer: by a refund, or taken by the payer's bank after a lost dispute. */
export const REFUND_KINDS = ["refund", "chargeback"] as const;
export type RefundKind = (typeof REFUND_KINDS)[number];
/** `received`: its job has not handled it yet. `failed`: the portal gave up, and a person must look at it. */
export const STRIPE_EVENT_STATES = ["received", "applied", "ignored", "failed"] as const;
export type StripeEventState = (typeof STRIPE_EVENT_STATES)[number];

export const ESTIMATE_STATES = ["open", "accepted", "declined", "withdrawn"] as const;
export type EstimateState = (typeof ESTIMATE_STATES)[number];

export const PHONE_KINDS = ["work", "mobile", "fax", "other"] as const;
export const ADDRESS_KINDS = ["office", "billing", "shipping", "other"] as const;

/**
 * `withheld`: its recipient may no longer read what the mail is about. `collected`: it waits for its recipient's daily
 * mail. `digested`: the daily mail has included it.
 */
export const MAIL_STATES = ["queued", "sending", "sent", "dead", "withheld", "collected", "digested"] as const;
export type MailState = (typeof MAIL_STATES)[number];
/** Kinds of mail that contacts queue in their own transactions, to their own address. */
export const CLIENT_MAIL_KINDS = ["details-changed", "sign-in-address-asked"] as const;
/** What became of a sent mail according to the provider's events, from best to worst. */
export const MAIL_OUTCOMES = ["delivered", "failed", "bounced", "complained"] as const;
export type MailOutcome = (typeof MAIL_OUTCOMES)[number];
/**
 * `slow`: the provider answers late. `refusing`: it does not answer or answers with faults of its own, so it is asked
 * less often.
 */
export const PROVIDER_STATES = ["ok", "slow", "refusing"] as const;
export type ProviderState = (typeof PROVIDER_STATES)[number];
export const HOURS_KINDS = ["chat", "portal_support"] as const;
export const ACCOUNT_KINDS = ["contact", "staff"] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Kinds of threads. They share one table of threads. */
export const THREAD_KINDS = ["case", "request", "chat"] as const;
export type ThreadKind = (typeof THREAD_KINDS)[number];
export const MESSAGE_SOURCES = ["portal", "mail"] as const;
export type MessageSource = (typeof MESSAGE_SOURCES)[number];

/** What a case names as its product when it is none of the brand's products. */
export const OTHER_PRODUCT = "Another product";

export const CASE_STATUSES = ["new", "in_progress", "waiting_on_you", "closed"] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];
export const CHOSEN_CLOSE_REASONS = ["solved", "withdrawn"] as const;
/** `merged`: the case goes on in another. Nobody chooses it: it comes of merging. */
export const CLOSE_REASONS = [...CHOSEN_CLOSE_REASONS, "merged"] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];
/** How badly the client's plant is affected, worst first. */
export const SEVERITIES = ["production_stopped", "impaired", "question"] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * Targets for the first answer to a case, in minutes of chat hours, for a brand without targets of its own. A day has
 * eight chat hours.
 */
export const CASE_TARGETS: Readonly<Record<Severity, number>> = {
  production_stopped: 60,
  impaired: 240,
  question: 480,
};

/** Whom a step of an alarm calls: the person on call, the next one on the rota, the lead of the brand. */
export const ON_CALL_DUTIES = ["on_call", "next", "lead"] as const;
export type OnCallDuty = (typeof ON_CALL_DUTIES)[number];
/**
 * `asked`: not judged yet. `waiting`: it calls when chat hours end or coverage begins. `calling`: its steps run.
 * `uncovered`: the agreement covers no hour outside chat hours, so nobody is called.
 */
export const ALARM_STATES = ["asked", "waiting", "calling", "uncovered"] as const;
export type AlarmState = (typeof ALARM_STATES)[number];
/** How an alarm ended. `lowered`: production is not stopped any more. `uncovered`: nobody was to be called. */
export const ALARM_OUTCOMES = ["taken", "answered", "closed", "lowered", "uncovered"] as const;
export type AlarmOutcome = (typeof ALARM_OUTCOMES)[number];

/** What clients ask their account team for. `change`: a change of details that only administrators may edit. */
export const REQUEST_KINDS = [
  "message",
  "subscription",
  "renewal",
  "support_agreement",
  "change",
  "invoice",
  "estimate",
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];
/**
 * Targets for the first answer to a request, in minutes of portal-support hours, for a brand without targets of its
 * own. A day has nine of these hours.
 */
export const REQUEST_TARGETS: Readonly<Record<RequestKind, number>> = {
  message: 540,
  subscription: 1080,
  renewal: 1080,
  support_agreement: 1080,
  change: 540,
  invoice: 540,
  estimate: 1080,
};
export const REQUEST_STATUSES = ["new", "in_progress", "waiting_on_you", "answered", "closed"] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];
/** `new`: the chat waits in the queue. `in_progress`: an agent talks. */
const CHAT_STATUSES = ["new", "in_progress", "closed"] as const;
export type ChatStatus = (typeof CHAT_STATUSES)[number];
/**
 * How a chat ended. `unsolved`, and `case` where somebody asked for it, became a case. `left`: the client ended it.
 * `lost`: the client lost the right, the agreement or the account.
 */
export const CHAT_OUTCOMES = ["solved", "unsolved", "case", "left", "lost"] as const;
export type ChatOutcome = (typeof CHAT_OUTCOMES)[number];
/** Minutes of chat hours in which a message of a chat should be answered. */
export const CHAT_TARGET = 5;
/** How many talks an agent may have side by side, where nothing else is set for the agent. */
export const TALKS_AT_ONCE = 3;
/** The statuses of each kind of thread. */
export const THREAD_STATUSES = {
  case: CASE_STATUSES,
  request: REQUEST_STATUSES,
  chat: CHAT_STATUSES,
} as const satisfies Readonly<Record<ThreadKind, readonly string[]>>;
export type ThreadStatus = (typeof THREAD_STATUSES)[ThreadKind][number];
/** What a contact can ask to have changed. `support`: whether they may work with support cases. */
export const CHANGE_FIELDS = ["name", "email", "company", "relations", "rights", "support", "account_team"] as const;
export type ChangeField = (typeof CHANGE_FIELDS)[number];
export const CHANGE_STATES = ["waiting", "approved", "declined"] as const;
export type ChangeState = (typeof CHANGE_STATES)[number];

/**
 * Kinds of decisions of administrators that imports may not undo. Decided fields of a contact are not of these kinds:
 * they are named in `contacts.portal_fields`.
 */
export const PORTAL_DECISION_KINDS = ["relation", "team_member", "photo", "coverage", "term"] as const;
export type PortalDecisionKind = (typeof PORTAL_DECISION_KINDS)[number];
/** `set`: of a value that is always there, such as a coverage. */
export const DECISION_OUTCOMES = ["added", "removed", "set"] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/**
 * Names that `contacts.portal_fields` may hold: fields that a person has edited in the portal. Imports do not change
 * them until an administrator hands them back to the ERP.
 */
export const PORTAL_FIELDS = [
  "name",
  "email",
  "job_title",
  "time_zone",
  "company",
  "rights",
  "phones",
  "addresses",
  "closed",
] as const;
export type PortalField = (typeof PORTAL_FIELDS)[number];

/** Fields of a company that administrators edit in the portal. */
export const COMPANY_FIELDS = ["name", "mail_domains", "phone", "address"] as const;
export type CompanyField = (typeof COMPANY_FIELDS)[number];

export const MERGE_KINDS = ["contact", "company"] as const;
export type MergeKind = (typeof MERGE_KINDS)[number];

/** Events that the mail provider reports about a mail after taking it. */
export const DELIVERY_EVENTS = ["delivered", "delayed", "bounced", "complained", "failed"] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** Kinds of thread events, which are shown as lines between the messages of a thread. */
export const THREAD_EVENT_KINDS = [
  ...["filed", "status", "severity", "product", "participant_added", "participant_removed", "assigned"],
  ...["linked", "asked"],
  ...["due", "decided", "started", "taken", "handed_back", "invited", "became", "handed_over", "mentioned", "merged"],
] as const;
export type ThreadEventKind = (typeof THREAD_EVENT_KINDS)[number];

/**
 * Whether a file may do harm. `not_scanned`: no scanner is configured, and the file cannot run. `held`: it can run, and
 * nobody can open it until staff have `released` it. `discarded`: its bytes are deleted. `infected`: it is never
 * served.
 */
export const SCAN_STATES = ["pending", "clean", "infected", "not_scanned", "held", "released", "discarded"] as const;
export type ScanState = (typeof SCAN_STATES)[number];
/**
 * Why a file is held: it is a program, a script, a document with macros or with an embedded object, a page or drawing
 * with script, an archive that cannot be looked into, or an archive that unpacks to too much.
 */
export const HELD_REASONS = ["program", "script", "macro", "object", "page", "sealed", "too-much"] as const;
export type HeldReason = (typeof HELD_REASONS)[number];
/**
 * Mails in two of these states wait for an agent. `unverified`: nobody knows who wrote the mail. `held`: its sender is
 * proven, but it is not a message (an automatic answer, a flood). An agent joins the mail to its thread or it is
 * `dismissed`. `dropped`: the mail was a loop or a duplicate.
 */
export const INBOUND_STATES = ["received", "joined", "unverified", "held", "dismissed", "dropped", "failed"] as const;
export type InboundState = (typeof INBOUND_STATES)[number];
/** `notice`: to one person. The others: to whoever sees the thread. */
export const LIVE_KINDS = ["message", "state", "note", "notice"] as const;
export type LiveKind = (typeof LIVE_KINDS)[number];

/** The directives of a page's content policy whose violations may be reported. */
export const CSP_DIRECTIVES = [
  ...["default-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem"],
  ...["style-src-attr", "img-src", "font-src", "connect-src", "manifest-src", "media-src", "worker-src"],
  ...["object-src", "base-uri", "form-action", "frame-src", "frame-ancestors"],
] as const;
/** Where the blocked thing came from, in one word. Its address is not kept. */
export const CSP_SOURCES = ["inline", "eval", "data", "own", "elsewhere"] as const;

/** Where somebody who waits for an account came from. `connect`: the form Connect with Us. */
export const VISITOR_SOURCES = ["connect"] as const;
export type VisitorSource = (typeof VISITOR_SOURCES)[number];
export const VISITOR_STATES = ["waiting", "approved", "declined", "blocked"] as const;
export type VisitorState = (typeof VISITOR_STATES)[number];
