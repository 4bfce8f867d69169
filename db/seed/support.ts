import type { Transaction } from "@/db/client";
import { cannedReplies, caseTargets, coverages, products, requestTargets } from "@/db/schema";
import { REQUEST_TARGETS } from "@/db/schema/constants";
import type { CoverageHours, CoverageKind, RequestKind, Severity } from "../schema/constants";

/** A product that a brand supports. */
export interface SupportedProductSeed {
  readonly name: string;
  readonly versions: readonly string[];
}

/** Targets for the first answer to a case, in minutes of chat hours. A day has eight chat hours. */
const TARGETS: Readonly<Record<Severity, number>> = { production_stopped: 60, impaired: 240, question: 480 };

interface CoverageSeed {
  readonly key: string;
  readonly name: string;
  readonly kind: CoverageKind;
  readonly week: readonly CoverageHours[];
}

const TWO_SHIFTS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "06:00", closes: "22:00" }));

/** The coverages that support agreements of a new brand can have. */
export const COVERAGES: readonly CoverageSeed[] = [
  { key: "chat_hours", name: "Chat hours", kind: "chat_hours", week: [] },
  {
    key: "extended",
    name: "Extended hours",
    kind: "extended",
    week: [...TWO_SHIFTS, { weekday: 6, opens: "08:00", closes: "16:00" }],
  },
  { key: "around_the_clock", name: "Around the clock", kind: "around_the_clock", week: [] },
];

const REPLIES: readonly { readonly title: string; readonly body: string }[] = [
  {
    title: "We are on it",
    body: "Hello {first_name},\n\nthank you for the details. We are looking into {number} now and come back to you here as soon as we know more.\n\n{agent}",
  },
  {
    title: "Ask for logs",
    body: "Hello {first_name},\n\nto see what happens we need the logs of {product} from the time of the problem:\n\n1. Note the time at which it happened, with the time zone.\n2. Collect the log files from half an hour before to half an hour after.\n3. Attach them here, or answer this mail with them.\n\n{agent}",
  },
  {
    title: "Ask for version and steps",
    body: "Hello {first_name},\n\ntwo things would help us to see the same as you do:\n\n- the exact version of {product}, with service pack and patches\n- the steps after which it happens, and whether it happens each time\n\n{agent}",
  },
  {
    title: "Agree on a remote session",
    body: "Hello {first_name},\n\na look at your system together is the shortest way. Tell us two times that suit you, with the time zone, and a number that we can call.\n\n{agent}",
  },
  {
    title: "Is it solved?",
    body: "Hello {first_name},\n\ndid this solve “{subject}” for you? If it did, you can close {number} on its page. If it did not, answer here and we go on.\n\n{agent}",
  },
];

/** Texts with which the account team answers requests. */
const REQUEST_REPLIES: typeof REPLIES = [
  {
    title: "We have it",
    body: "Hello {first_name},\n\nthank you for {number}. I am putting this together for {company} and come back to you here.\n\n{agent}",
  },
  {
    title: "Here is what you asked for",
    body: "Hello {first_name},\n\nattached is what you asked for in “{subject}”. Look through it, and answer here with anything that is not as you expect it.\n\n{agent}",
  },
  {
    title: "Renewal: what we need",
    body: "Hello {first_name},\n\nto prepare the renewal for {company} three things would help:\n\n- whether the number of seats stays as it is\n- the term that you have in mind\n- who receives the quote, and whether a PO is needed\n\n{agent}",
  },
  {
    title: "Quote is on its way",
    body: "Hello {first_name},\n\nyour new quote is being made. You find it under Estimates as soon as it is there, and I tell you here.\n\n{agent}",
  },
  {
    title: "Is there anything else?",
    body: "Hello {first_name},\n\ndoes this answer “{subject}”? If it does, you can close {number} on its page. If it does not, answer here and we go on.\n\n{agent}",
  },
];

/** Texts with which agents answer in a chat. */
const CHAT_REPLIES: typeof REPLIES = [
  { title: "Hello", body: "Hello {first_name}, this is {agent}. I am reading what you wrote and answer in a moment." },
  { title: "One moment", body: "One moment, I am looking that up." },
  { title: "Version", body: "Which version of {product} is it, with service pack and patches?" },
  {
    title: "Remote session",
    body: "Shall we look at it together? Tell me a number that I can call, and I start a session.",
  },
  { title: "Anything else?", body: "Does that solve it, or is there anything else that I can look at?" },
];

/** Products that AVEVA's distributors support today, in the order in which clients ask for them most. */
export const AVEVA_PRODUCTS: readonly SupportedProductSeed[] = [
  { name: "AVEVA InTouch HMI", versions: ["2023 R2 SP1", "2023 R2", "2023", "2020 R2 SP1", "2020 R2"] },
  { name: "AVEVA System Platform", versions: ["2023 R2 SP1", "2023 R2", "2023", "2020 R2 SP1", "2020 R2"] },
  { name: "AVEVA Historian", versions: ["2023 R2 SP1", "2023 R2", "2023", "2020 R2 SP1", "2020 R2"] },
  { name: "AVEVA Historian Client", versions: ["2023 R2", "2023", "2020 R2"] },
  { name: "AVEVA PI System", versions: ["2024", "2023", "2018 SP3"] },
  { name: "AVEVA Edge", versions: ["2023 R2", "2023", "2020 R2"] },
  { name: "AVEVA Plant SCADA", versions: ["2023 R2", "2023", "2020 R2"] },
  { name: "AVEVA Manufacturing Execution System", versions: ["2023", "2020 R2"] },
  { name: "AVEVA Communication Drivers", versions: ["2023 R2", "2023", "2020 R2"] },
  { name: "Licensing", versions: [] },
];

/**
 * Adds what a new brand begins with: coverages, targets, canned replies for threads of each kind, and the products that it supports.
 */
export async function addSupportFacts(
  db: Transaction,
  brand: string,
  supported: readonly SupportedProductSeed[],
): Promise<void> {
  await db.insert(coverages).values(COVERAGES.map((coverage, position) => ({ brand, position, ...coverage })));
  const targets = Object.entries(TARGETS) as [Severity, number][];
  await db.insert(caseTargets).values(targets.map(([severity, minutes]) => ({ brand, severity, minutes })));
  const answers = Object.entries(REQUEST_TARGETS) as [RequestKind, number][];
  await db.insert(requestTargets).values(answers.map(([kind, minutes]) => ({ brand, kind, minutes })));
  await db
    .insert(cannedReplies)
    .values([
      ...REPLIES.map((reply, position) => ({ brand, threadKind: "case" as const, position, ...reply })),
      ...REQUEST_REPLIES.map((reply, position) => ({ brand, threadKind: "request" as const, position, ...reply })),
      ...CHAT_REPLIES.map((reply, position) => ({ brand, threadKind: "chat" as const, position, ...reply })),
    ]);
  if (supported.length === 0) return;
  await db
    .insert(products)
    .values(supported.map(({ name, versions }, position) => ({ brand, name, versions: [...versions], position })));
}
