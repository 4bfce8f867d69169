import { and, desc, eq, sql } from "drizzle-orm";
import { connectConfirmations, outbox, visitors } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { tokenFor } from "@/lib/gate/tokens";
import { systemNow } from "@/lib/kit/time";
import { connectSchema } from "@/lib/people/connect/schema";
import { confirmConnect, submitConnect } from "@/lib/people/connect/service";
import { runConnectTask } from "@/lib/people/connect/tasks";
import { newAddress } from "@/tests/integration/mail/support";
import { nobodysId } from "@/tests/support/world";

export type BrandKey = "cimsoft" | "insource";

interface Written {
  readonly brand?: BrandKey;
  readonly name?: string;
  readonly email?: string;
  readonly company?: string;
  readonly need?: string;
}

/** Sends the form and runs its job; answers the form's id and the address. */
export async function write({ brand = "cimsoft", ...over }: Written = {}) {
  const input = connectSchema.parse({
    ...{ id: nobodysId(), name: "Dana Whitfield", company: "Keystone Foods", email: newAddress() },
    ...over,
  });
  const of = await brandByKey(brand);
  await asSystem("test form", (db) => submitConnect(db, { brand: of, input, address: null, now: new Date() }));
  await runJobs(`connect:${input.id}`, runConnectTask);
  return { id: input.id, email: input.email.toLowerCase(), brand: of };
}

/** Runs the jobs with a key as the worker does; answers how many there were. */
export async function runJobs(key: string, run: (payload: unknown) => Promise<void>): Promise<number> {
  const jobs = await asSystem("test look", (db) =>
    db.execute<{ payload: unknown }>(sql`select payload from graphile_worker._private_jobs where key = ${key}`),
  );
  for (const { payload } of jobs) await run(payload);
  return jobs.length;
}

export const tokenOf = (formId: string) => tokenFor("connect", formId);
export const from = () => ({ address: null, now: systemNow() });

/** A visitor whose address is confirmed. */
export async function confirmed(over: Written = {}) {
  const written = await write(over);
  await confirmConnect(written.brand, tokenOf(written.id), from());
  return visitorOf(written.email, over.brand);
}

/** The newest visitor with an address. */
export async function visitorOf(email: string, brand: BrandKey = "cimsoft") {
  const [visitor] = await visitorsOf(email, brand);
  if (!visitor) throw new Error(`no visitor ${email}`);
  return visitor;
}

export const visitorsOf = (email: string, brand: BrandKey = "cimsoft") =>
  asSystem("test look", (db) =>
    db
      .select()
      .from(visitors)
      .where(and(eq(visitors.brand, brand), eq(visitors.email, email)))
      .orderBy(desc(visitors.createdAt), desc(visitors.id)),
  );

/** Kinds of the mails to an address, in the order of their queuing. */
export async function kindsTo(address: string): Promise<string[]> {
  const rows = await asSystem("test look", (db) =>
    db.select({ kind: outbox.kind }).from(outbox).where(eq(outbox.toAddress, address)).orderBy(outbox.createdAt),
  );
  return rows.map(({ kind }) => kind);
}

/** Kinds of the mails to portal support about an address. */
export async function toldOf(address: string): Promise<string[]> {
  const rows = await asSystem("test look", (db) =>
    db.select({ kind: outbox.kind }).from(outbox).where(eq(outbox.replyTo, address)),
  );
  return rows.map(({ kind }) => kind);
}

export const confirmationsOf = (email: string) =>
  asSystem("test look", (db) => db.select().from(connectConfirmations).where(eq(connectConfirmations.email, email)));
