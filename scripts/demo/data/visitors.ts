import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { connectRequests, visitors } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import { mailboxOf } from "@/lib/people/connect/rules";

const HOUR = 3_600_000;

interface DemoVisitor {
  readonly brand: "cimsoft" | "insource";
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly phone: string | null;
  /** Null: the address is not confirmed. */
  readonly confirmedAfterHours: number | null;
  /** What was written, and how many hours ago. */
  readonly words: readonly (readonly [hoursAgo: number, need: string | null])[];
}

/**
 * Three who wait on each brand: one whose mail domain is a client's, one with a mailbox that anybody can have, and one
 * who has not confirmed the address.
 */
const VISITORS: readonly DemoVisitor[] = [
  {
    ...{ brand: "cimsoft", name: "Hayden Cole", email: "hayden.cole@keystone.example", company: "Keystone Foods" },
    ...{ phone: "+1 717 555 0161", confirmedAfterHours: 1 },
    words: [
      [20, "I have taken over purchasing from Sam Okafor and need to see our invoices."],
      [3, "If it helps: my manager is Robin Meyer."],
    ],
  },
  {
    ...{ brand: "cimsoft", name: "Micah Rowe", email: "micah.rowe@freemail.example", company: "Ridgeline Paper Inc." },
    ...{ phone: null, confirmedAfterHours: 2 },
    words: [[6, "Our mill has no addresses of its own yet. I maintain the Historian at Ridgeline."]],
  },
  {
    ...{
      brand: "cimsoft",
      name: "Toni Albrecht",
      email: "toni@northforkpackaging.example",
      company: "North Fork Packaging",
    },
    ...{ phone: "+1 610 555 0117", confirmedAfterHours: null },
    words: [[2, "We look for a partner for our first line."]],
  },
  {
    ...{
      brand: "insource",
      name: "Kendall Price",
      email: "kendall.price@tidewater.example",
      company: "Tidewater Power",
    },
    ...{ phone: "+1 757 555 0188", confirmedAfterHours: 1 },
    words: [[19, "Controls engineer, second shift. I would like to file cases myself."]],
  },
  {
    ...{ brand: "insource", name: "Rory Castellano", email: "rory.c@freemail.example", company: "Piedmont Steel Corp" },
    ...{ phone: null, confirmedAfterHours: 3 },
    words: [[5, "I pay the invoices of Piedmont Steel."]],
  },
  {
    ...{
      brand: "insource",
      name: "Ellis Monroe",
      email: "ellis@saltmarshutilities.example",
      company: "Saltmarsh Utilities",
    },
    ...{ phone: null, confirmedAfterHours: null },
    words: [[1, null]],
  },
];

/** Who waits for an account in the demo. Safe to run again: who is there already stays as they are. */
export async function applyDemoVisitors(db: Transaction): Promise<void> {
  const now = systemNow().epochMilliseconds;
  const ago = (hours: number) => new Date(now - hours * HOUR);
  for (const { brand, name, email, company, phone, confirmedAfterHours, words } of VISITORS) {
    const [known] = await db
      .select({ id: visitors.id })
      .from(visitors)
      .where(and(eq(visitors.brand, brand), eq(visitors.email, email)));
    const [first] = words;
    if (known || !first) continue;
    const id = uuidv7();
    const [began] = first;
    await db.insert(visitors).values({
      ...{ id, brand, name, email, company, phone, mailbox: mailboxOf(email), createdAt: ago(began) },
      wroteAt: ago(words.at(-1)?.[0] ?? began),
      confirmedAt: confirmedAfterHours === null ? null : ago(began - confirmedAfterHours),
    });
    await db.insert(connectRequests).values(
      words.map(([hoursAgo, need]) => ({
        ...{ brand, name, email, company, phone, need, visitorId: id, createdAt: ago(hoursAgo) },
      })),
    );
  }
}
