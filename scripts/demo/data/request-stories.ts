import type { RequestKind, RequestStatus } from "@/db/schema/constants";
import type { DemoPromise } from "./moments";

/** One message or note. `by`: a contact by the local part of their address, or a member of staff. */
export interface DemoSaid {
  readonly by: "account.manager" | "subscription.manager" | (string & {});
  /** Hours before now. */
  readonly hoursAgo: number;
  readonly text: string;
  /** An internal note of the firm. */
  readonly note?: boolean;
}

export interface DemoRequest {
  readonly company: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  /** Left out where the portal makes it from what the request is about. */
  readonly subject?: string;
  /** Product of the agreement that the request is about; of several, the one that ends last. */
  readonly agreement?: string;
  /** About the company's newest invoice that is open, or its newest estimate that has expired. */
  readonly about?: "invoice" | "estimate";
  readonly neededInDays?: number;
  readonly change?: { readonly field: "name"; readonly before: string; readonly wanted: string };
  /** Whether the answer to the last line is late or due soon. */
  readonly promise?: DemoPromise;
  /** The first is the request's text. */
  readonly lines: readonly DemoSaid[];
}

const HISTORIAN = "Historian subscription";
const STANDARD = "Standard support, business hours";
const PREMIUM = "Premium support, around the clock";

export const REQUEST_STORIES: readonly DemoRequest[] = [
  {
    ...{ company: "C-1001", kind: "renewal", status: "waiting_on_you", agreement: HISTORIAN, neededInDays: 21 },
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 52,
        text: "Our Historian subscription ends soon. We want to keep it, but the second site joins in March: what would 4 more clients cost on the same term?",
      },
      {
        by: "subscription.manager",
        hoursAgo: 47,
        text: "Thank you, Robin. I can put the 4 clients on the same end date, so that there is one renewal from then on.\n\nTwo things decide the price: do the new clients only read, or also write? And is it the same license server?",
      },
      {
        by: "subscription.manager",
        hoursAgo: 46.8,
        note: true,
        text: "They asked for a three-year offer last time. Ask Dana before quoting: the master agreement runs out in between.",
      },
    ],
  },
  {
    ...{ company: "C-1001", kind: "message", status: "answered", subject: "Who signs for the second site in March?" },
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 30,
        text: "Who signs for the second site in March?\n\nPurchasing asks whether the new plant needs a contract of its own or can use ours.",
      },
      {
        by: "account.manager",
        hoursAgo: 25,
        text: "It can use yours: the master services agreement covers every site of Keystone Foods. Send me the address and the name of the plant manager, and I add the site. Nothing has to be signed again.",
      },
    ],
  },
  {
    ...{ company: "C-1001", kind: "invoice", status: "in_progress", about: "invoice", promise: "due" },
    lines: [
      {
        by: "ap.clerk",
        hoursAgo: 8,
        text: "Our PO for this one was for two days of engineering, the invoice has three. Can you check before we pay it?",
      },
    ],
  },
  {
    ...{ company: "C-1001", kind: "change", status: "new", subject: "Change of name" },
    change: { field: "name", before: "Leslie Brandt", wanted: "Leslie Brandt-Moore" },
    lines: [{ by: "maintenance", hoursAgo: 5, text: "I married in June. Everything else stays as it is." }],
  },
  {
    ...{ company: "C-1001", kind: "subscription", status: "closed", subject: "Copy of the signed contract" },
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 24 * 24,
        text: "Copy of the signed contract\n\nOur auditors want the signed master services agreement. Can you send a copy?",
      },
      {
        by: "subscription.manager",
        hoursAgo: 24 * 23.8,
        text: "I sent it to your auditors' upload page and to you. Tell me if they want the annexes, too.",
      },
      { by: "plant.engineer", hoursAgo: 24 * 23, text: "They have all they need. Thank you." },
    ],
  },
  {
    ...{
      company: "C-1002",
      kind: "subscription",
      status: "new",
      subject: "Two more operator stations for the new line",
    },
    promise: "late",
    neededInDays: 30,
    lines: [
      {
        by: "controls",
        hoursAgo: 75,
        text: "Two more operator stations for the new line\n\nThe line starts in about six weeks. What do we order, and how long does it take?",
      },
    ],
  },
  {
    ...{ company: "C-1004", kind: "support_agreement", status: "new", agreement: PREMIUM, neededInDays: 14 },
    lines: [
      {
        by: "office",
        hoursAgo: 3,
        text: "Our support ends in about three weeks. Is there something between business hours and around the clock? We run two shifts.",
      },
    ],
  },
  {
    ...{ company: "C-1003", kind: "estimate", status: "in_progress", about: "estimate", neededInDays: 10 },
    lines: [
      {
        by: "buyer",
        hoursAgo: 28,
        text: "The budget came through late. We need the same again, with one client less.",
      },
      {
        by: "account.manager",
        hoursAgo: 26,
        text: "Good news. I have it recalculated with one client less; the new quote is in your list by tomorrow noon.",
      },
    ],
  },
  {
    ...{ company: "S-2001", kind: "message", status: "answered", subject: "Visit before the spring outage" },
    lines: [
      {
        by: "plant.engineer",
        hoursAgo: 33,
        text: "Visit before the spring outage\n\nCould somebody walk through unit 2 with us in the week before? It would help with the list of spares.",
      },
      {
        by: "account.manager",
        hoursAgo: 28,
        text: "Gladly. I can bring our engineer on the Tuesday or Wednesday of that week. Which of the two do you prefer, and does the gate need our names ahead?",
      },
    ],
  },
  {
    ...{ company: "S-2001", kind: "invoice", status: "waiting_on_you", about: "invoice" },
    lines: [
      { by: "accounts", hoursAgo: 29, text: "Which purchase order is this? I find none with that number." },
      {
        by: "account.manager",
        hoursAgo: 24,
        text: "It belongs to the remote monitoring that your plant engineer extended by phone. Shall I send it again with a new PO number, if you give me one?",
      },
    ],
  },
  {
    ...{ company: "S-2002", kind: "renewal", status: "in_progress", agreement: STANDARD, neededInDays: 40 },
    lines: [
      {
        by: "manager",
        hoursAgo: 50,
        text: "We want to renew and move the end to our fiscal year, which begins in July. What does that do to the price?",
      },
      {
        by: "subscription.manager",
        hoursAgo: 45,
        text: "That can be done. I am having the shorter first term calculated and come back to you with both variants.",
      },
    ],
  },
  {
    ...{ company: "S-2003", kind: "renewal", status: "new", agreement: STANDARD, neededInDays: 20, promise: "late" },
    lines: [
      {
        by: "plant.manager",
        hoursAgo: 2,
        text: "What happens to our open cases if the renewal is a week late? And may we have an offer for two years?",
      },
    ],
  },
  {
    ...{ company: "S-2006", kind: "subscription", status: "closed", subject: "List of our licenses by server" },
    lines: [
      { by: "it", hoursAgo: 24 * 12, text: "List of our licenses by server\n\nFor the yearly inventory, as a table." },
      { by: "subscription.manager", hoursAgo: 24 * 11.7, text: "Sent to your mailbox as a spreadsheet, by server." },
    ],
  },
];
