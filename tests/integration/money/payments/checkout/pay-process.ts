import { readFile } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { contacts, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { cancelPayment, continuePayment } from "@/lib/money/payments/checkout/control/service";
import { cancelCheckout, openCheckout } from "@/lib/money/payments/stripe/checkout";
import { asPayer, type Contact, start } from "./support";

/** Somebody who may pay, the invoices that they see, and the ids of the forms that they have open. */
export interface Person {
  readonly contactId: string;
  readonly invoices: readonly string[];
  readonly forms: readonly string[];
}

/** Requests that the process answers at the same time. */
const AT_ONCE = 6;
const AMOUNTS = ["100.00", "40.00", "12.34", "12.34", "10.00"];

const pick = <T>(all: readonly T[]): T => {
  const one = all[Math.floor(Math.random() * all.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

/*
 * A process to be killed, in place of the web server: does without end what its actions do when people press Pay,
 * Continue and Cancel: the transaction of the service, and after it the call to Stripe. The people are in a file (JSON).
 * Writes a line after each.
 */
async function main(): Promise<void> {
  const people = JSON.parse(await readFile(process.argv[2] ?? "", "utf8")) as Person[];
  const rows = await asSystem("test world", (db) => db.select().from(contacts));
  const byId = new Map(rows.map((row) => [row.id, row]));
  const walk = async () => {
    for (;;) {
      const person = pick(people);
      const contact = byId.get(person.contactId);
      if (!contact) throw new Error("no such contact");
      process.stdout.write(`${await press(contact, person)}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walk));
}

/** Presses one of the buttons; a refusal counts as an answer. */
async function press(contact: Contact, { invoices, forms }: Person): Promise<string> {
  const waiting = await startedBy(contact);
  const chance = Math.random();
  try {
    if (waiting.length === 0 || chance < 0.5) {
      const chosen = Math.random() < 0.8 ? [pick(invoices)] : invoices.slice(0, 2);
      const of = chosen.map((number) => [number, pick(AMOUNTS)] as const);
      const started = await start(contact, { paymentId: pick(forms), of });
      if (started.state === "started") await openCheckout(started.paymentId);
      return "started";
    }
    const paymentId = pick(waiting);
    if (chance < 0.75) {
      const { state } = await asPayer(contact, (context) => continuePayment(context, { paymentId }));
      if (state === "started") await openCheckout(paymentId);
      return "continued";
    }
    const { state } = await asPayer(contact, (context) => cancelPayment(context, { paymentId }));
    if (state === "started") await cancelCheckout(paymentId);
    return "cancelled";
  } catch (error) {
    if (error instanceof AppError) return "refused";
    throw error;
  }
}

/** What the invoices' pages show this person to continue or cancel. */
async function startedBy({ id }: Contact): Promise<string[]> {
  const rows = await asSystem("test look", (db) =>
    db
      .select({ id: payments.id })
      .from(payments)
      .where(and(eq(payments.contactId, id), eq(payments.state, "started"))),
  );
  return rows.map((row) => row.id);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : "it failed"}\n`);
  process.exit(1);
});
