import type {
  CloseReason,
  RequestKind,
  StaffRole,
  THREAD_STATUSES,
  ThreadKind,
  ThreadStatus,
} from "@/db/schema/constants";
import { THREAD_KINDS } from "@/db/schema/constants";
import type { Brand } from "@/lib/gate/brand/types";
import type { BusinessCalendar } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { statusAfter, type ThreadAction, type Transitions } from "./rules";

export type StatusOf<K extends ThreadKind> = (typeof THREAD_STATUSES)[K][number];

/** What differs between the kinds of thread. What differs in SQL is in policy.ts and answer-clock. */
interface KindOfThread<K extends ThreadKind> {
  /** In lower case, as in “the case”. */
  readonly noun: string;
  /** The letter that its numbers begin with: `C-100023`. */
  readonly letter: string;
  /** Addresses of its pages for clients and for staff. */
  readonly clientPath: (number: string) => string;
  readonly staffPath: (number: string) => string;
  /** Labels of its statuses for clients and for staff. */
  readonly labels: Readonly<Record<StatusOf<K>, string>>;
  readonly staffLabels: Readonly<Record<StatusOf<K>, string>>;
  readonly transitions: Transitions<StatusOf<K>>;
  /** The hours in which its answers are promised. */
  readonly calendar: (brand: Brand) => BusinessCalendar;
  /** Does the coverage of the company's support agreements add to these hours? */
  readonly isCovered: boolean;
  /** The reason with which an answer closes it; null for a kind that is closed without a reason. */
  readonly closedByAnswer: CloseReason | null;
  /** Does a member of staff who answers a thread without an owner become its owner? */
  readonly ownedByAnswer: (roles: readonly StaffRole[], topic: RequestKind | null) => boolean;
  /** Who works it: the beginning of a sentence for staff who may only read it. */
  readonly workers: string;
  /** Its first event, and the action of its first audit event. */
  readonly begins: { readonly event: "filed" | "asked" | "started"; readonly action: string };
  /** Names of the page's actions. A reply by mail, for kinds that take one, counts against the same limits. */
  readonly actions: { readonly client: string; readonly staff: string };
}

const CASE_LABELS = {
  new: "New",
  in_progress: "In progress",
  waiting_on_you: "Waiting on you",
  closed: "Closed",
} as const;
/** The label that staff read where a client reads "Waiting on you". */
const WAITING_ON_CLIENT = { waiting_on_you: "Waiting on client" } as const;

const CHAT_LABELS = { new: "In the queue", in_progress: "Talking", closed: "Ended" } as const;

export const KINDS: { readonly [K in ThreadKind]: KindOfThread<K> } = {
  case: {
    noun: "case",
    letter: "C",
    clientPath: routes.case,
    staffPath: routes.staffCase,
    labels: CASE_LABELS,
    staffLabels: { ...CASE_LABELS, ...WAITING_ON_CLIENT },
    transitions: {
      client_message: {
        new: ["new"],
        in_progress: ["in_progress"],
        waiting_on_you: ["in_progress"],
        // Only within REOPEN_DAYS. Later the message becomes a case of its own.
        closed: ["in_progress"],
      },
      answer: {
        new: ["waiting_on_you", "in_progress", "closed"],
        in_progress: ["waiting_on_you", "in_progress", "closed"],
        waiting_on_you: ["waiting_on_you", "in_progress", "closed"],
        closed: ["closed", "waiting_on_you", "in_progress"],
      },
      take: {
        new: ["in_progress"],
        in_progress: ["in_progress"],
        waiting_on_you: ["waiting_on_you"],
        closed: ["closed"],
      },
      client_close: { new: ["closed"], in_progress: ["closed"], waiting_on_you: ["closed"], closed: [] },
      staff_status: {
        new: ["in_progress", "waiting_on_you", "closed"],
        in_progress: ["waiting_on_you", "closed"],
        waiting_on_you: ["in_progress", "closed"],
        closed: ["in_progress"],
      },
    },
    calendar: (brand) => brand.chatCalendar,
    isCovered: true,
    closedByAnswer: "solved",
    ownedByAnswer: () => true,
    workers: "Support agents and administrators",
    begins: { event: "filed", action: "filed" },
    actions: { client: "case.reply", staff: "case.answer" },
  },
  request: {
    noun: "request",
    letter: "R",
    clientPath: routes.request,
    staffPath: routes.staffRequest,
    labels: { ...CASE_LABELS, answered: "Answered" },
    staffLabels: { ...CASE_LABELS, ...WAITING_ON_CLIENT, answered: "Answered" },
    transitions: {
      client_message: {
        new: ["new"],
        in_progress: ["in_progress"],
        waiting_on_you: ["in_progress"],
        answered: ["in_progress"],
        closed: ["in_progress"],
      },
      answer: {
        new: ["answered", "waiting_on_you", "in_progress", "closed"],
        in_progress: ["answered", "waiting_on_you", "in_progress", "closed"],
        waiting_on_you: ["waiting_on_you", "answered", "in_progress", "closed"],
        answered: ["answered", "waiting_on_you", "in_progress", "closed"],
        closed: ["closed", "answered", "waiting_on_you", "in_progress"],
      },
      take: {
        new: ["in_progress"],
        in_progress: ["in_progress"],
        waiting_on_you: ["waiting_on_you"],
        answered: ["answered"],
        closed: ["closed"],
      },
      client_close: {
        new: ["closed"],
        in_progress: ["closed"],
        waiting_on_you: ["closed"],
        answered: ["closed"],
        closed: [],
      },
      staff_status: {
        new: ["in_progress", "waiting_on_you", "answered", "closed"],
        in_progress: ["waiting_on_you", "answered", "closed"],
        waiting_on_you: ["in_progress", "answered", "closed"],
        answered: ["in_progress", "waiting_on_you", "closed"],
        closed: ["in_progress"],
      },
    },
    calendar: (brand) => brand.supportCalendar,
    isCovered: false,
    closedByAnswer: null,
    // Only administrators decide a change of details, so nobody else becomes its owner by answering.
    ownedByAnswer: (roles, topic) => topic !== "change" || roles.includes("administrator"),
    workers: "Account managers, subscription managers and administrators",
    begins: { event: "asked", action: "opened" },
    actions: { client: "request.reply", staff: "request.answer" },
  },
  chat: {
    noun: "chat",
    letter: "CH",
    clientPath: routes.chat,
    staffPath: routes.staffChat,
    labels: CHAT_LABELS,
    staffLabels: CHAT_LABELS,
    transitions: {
      client_message: { new: ["new"], in_progress: ["in_progress"], closed: [] },
      // Somebody takes it before anybody answers.
      answer: { new: [], in_progress: ["in_progress"], closed: [] },
      take: { new: ["in_progress"], in_progress: [], closed: [] },
      client_close: { new: ["closed"], in_progress: ["closed"], closed: [] },
      // Back to the queue, or the end.
      staff_status: { new: [], in_progress: ["new", "closed"], closed: [] },
    },
    calendar: (brand) => brand.chatCalendar,
    isCovered: false,
    closedByAnswer: null,
    ownedByAnswer: () => false,
    workers: "Support agents and administrators",
    begins: { event: "started", action: "started" },
    actions: { client: "chat.say", staff: "chat.answer" },
  },
};

/** The entry of a kind, for callers that do not know which kind it is. */
export const kindOf = (kind: ThreadKind): KindOfThread<ThreadKind> => KINDS[kind] as KindOfThread<ThreadKind>;

/** As statusAfter, for a thread of this kind. */
export const nextStatus = (kind: ThreadKind, action: ThreadAction, from: ThreadStatus, wish?: ThreadStatus) =>
  statusAfter(kindOf(kind).transitions, action, from, wish);

/** The label of a status, for clients or for staff. */
export function statusLabel(kind: ThreadKind, status: ThreadStatus, side: "client" | "staff"): string {
  const { labels, staffLabels } = kindOf(kind);
  return (side === "client" ? labels : staffLabels)[status];
}

/** The kind whose numbers begin as this one does; null for none. */
export function kindOfNumber(number: string): ThreadKind | null {
  return THREAD_KINDS.find((kind) => number.startsWith(`${KINDS[kind].letter}-`)) ?? null;
}
