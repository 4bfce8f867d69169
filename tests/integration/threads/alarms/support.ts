import { and, asc, eq, like } from "drizzle-orm";
import {
  alarmCalls,
  alarmSteps,
  alarms,
  notices,
  onCallPeople,
  onCallRotas,
  onCallSteps,
  outbox,
  type staff,
  threads,
} from "@/db/schema";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { brandByKey, forgetBrands } from "@/lib/gate/brand/load";
import { businessNow } from "@/lib/kit/time";
import { weekAt } from "@/lib/people/on-call/rules";
import { runAlarmTask } from "@/lib/threads/alarms/tasks";
import { fileCase } from "@/lib/threads/cases/service";
import type { StaffContext } from "@/lib/threads/staff/service";
import { closeChat } from "@/tests/support/open-chat";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  nobodysId,
  staffViewer,
} from "@/tests/support/world";

type Contact = Awaited<ReturnType<typeof createContact>>;
export type Member = typeof staff.$inferSelect;
export const PHONE = "+17175550101";

const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test world", work);

/** Chat of the brand is never open, so that it is night whenever the test runs. */
export async function makeNight(brand = "cimsoft"): Promise<void> {
  await closeChat(brand);
  forgetBrands();
}

/** A rota of two agents with a lead; the steps are due at once and after ten and twenty minutes. */
export async function createRota(brand = "cimsoft") {
  const roles = ["support_agent"] as const;
  const marcus = await createStaff([...roles], { name: "Marcus Bell" });
  const ana = await createStaff([...roles], { name: "Ana Ito" });
  const lead = await createStaff([...roles, "administrator"], { name: "Lea Holm" });
  await system(async (db) => {
    await db.delete(onCallPeople).where(eq(onCallPeople.brand, brand));
    await db.delete(onCallSteps).where(eq(onCallSteps.brand, brand));
    await db.delete(onCallRotas).where(eq(onCallRotas.brand, brand));
    const handOver = { handoverWeekday: 1, handoverTime: "08:30" };
    const { week } = weekAt({ zone: "America/New_York", ...handOver }, businessNow());
    await db.insert(onCallRotas).values({ brand, phone: PHONE, ...handOver, leadId: lead.id, firstDay: week });
    await db.insert(onCallPeople).values([marcus, ana].map(({ id }, position) => ({ brand, staffId: id, position })));
    await db.insert(onCallSteps).values([
      { brand, duty: "on_call", afterMinutes: 0 },
      { brand, duty: "next", afterMinutes: 10 },
      { brand, duty: "lead", afterMinutes: 20 },
    ]);
  });
  return { marcus, ana, lead };
}

/** A company whose agreement has this coverage, with somebody who may file there. */
export async function createPlant(coverage = "around_the_clock", brand = "cimsoft") {
  const company = await createCompany({ brand });
  await createAgreement(company, { coverage });
  const filer = await createContact(company, { casesScope: "company", name: "Robin Meyer" });
  return { company, filer };
}

/** Files a case as the form does. Answers its number and the id of its alarm, if it has one. */
export async function file(contact: Contact, severity: "production_stopped" | "impaired" = "production_stopped") {
  const brand = await brandByKey(contact.brand);
  const id = nobodysId();
  const form = {
    id,
    product: "Another product",
    severity,
    subject: "The line stands",
    description: "It stands still.",
  };
  const { number } = await runAsViewer(clientViewer(contact), "write", (context) =>
    fileCase({ ...context, brand, name: contact.name }, { ...form, files: [] }),
  );
  return { id, number, alarm: (await alarmOf(id))?.id ?? "" };
}

export async function alarmOf(threadId: string) {
  const rows = await system((db) =>
    db.select().from(alarms).where(eq(alarms.threadId, threadId)).orderBy(asc(alarms.startedAt)),
  );
  return rows.at(-1);
}

export const alarmsOf = (threadId: string) =>
  system((db) => db.select().from(alarms).where(eq(alarms.threadId, threadId)).orderBy(asc(alarms.startedAt)));

/** Names of whom each step has called: `0 Marcus Bell`. */
export async function calledBy(alarm: string): Promise<string[]> {
  const rows = await system((db) =>
    db.select().from(alarmCalls).where(eq(alarmCalls.alarmId, alarm)).orderBy(asc(alarmCalls.position)),
  );
  return rows.map(({ position, staffName }) => `${position} ${staffName}`);
}

/** Addresses of the mails of an alarm, one for each mail. */
export async function mailsOf(threadId: string): Promise<string[]> {
  const rows = await system((db) =>
    db
      .select({ to: outbox.toAddress })
      .from(outbox)
      .where(and(eq(outbox.threadId, threadId), eq(outbox.kind, "case-alarm")))
      .orderBy(asc(outbox.createdAt), asc(outbox.toAddress)),
  );
  return rows.map(({ to }) => to);
}

export async function bellOf({ id }: Member): Promise<number> {
  const rows = await system((db) =>
    db
      .select()
      .from(notices)
      .where(and(eq(notices.personId, id), like(notices.kind, "case-alarm"))),
  );
  return rows.length;
}

/** So many minutes go by for an alarm: its steps are due that much earlier. */
export const letPass = (alarm: string, minutes: number) =>
  system(async (db) => {
    for (const step of await db.select().from(alarmSteps).where(eq(alarmSteps.alarmId, alarm))) {
      const dueAt = new Date(step.dueAt.getTime() - minutes * 60_000);
      await db
        .update(alarmSteps)
        .set({ dueAt })
        .where(and(eq(alarmSteps.alarmId, alarm), eq(alarmSteps.position, step.position)));
    }
  });

export const run = (alarm: string) => runAlarmTask({ id: alarm });

export const asMember = <T>(member: Member, work: (context: StaffContext) => Promise<T>) =>
  runAsViewer<StaffViewer, T>(staffViewer(member), "write", (context) => work({ ...context, name: member.name }));

export const statusOf = (id: string) =>
  system(async (db) => (await db.select().from(threads).where(eq(threads.id, id)))[0]);
