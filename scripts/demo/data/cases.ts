import { and, eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import {
  cases,
  companies,
  contacts,
  messages,
  staff,
  threadEvents,
  threadNotes,
  threadParticipants,
  threadReads,
  threads,
} from "@/db/schema";
import { CASE_TARGETS } from "@/db/schema/constants";
import { brandByKey } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { promisedHours } from "@/lib/threads/answer-clock/queries";
import { answerDue } from "@/lib/threads/answer-clock/rules";
import { CASE_STORIES, type DemoCase, PAST_CASES } from "./case-stories";
import { STAFF_DOMAIN } from "./cast";
import { storyTime } from "./moments";

/** Closed cases for the two companies that people sign in to first. */
const PAST: readonly DemoCase[] = ["C-1001", "S-2001"].flatMap((company) =>
  Array.from({ length: 36 }, (_, index): DemoCase => {
    const [subject, asked, answered] = PAST_CASES[index % PAST_CASES.length] ?? ["", "", ""];
    const hoursAgo = 24 * (25 + index * 9);
    return {
      company,
      subject,
      product: (["AVEVA Historian", "AVEVA InTouch HMI", "AVEVA System Platform"] as const)[index % 3] ?? "",
      version: null,
      severity: index % 4 === 1 ? "impaired" : "question",
      status: "closed",
      closeReason: index % 7 === 3 ? "withdrawn" : "solved",
      lines: [
        { by: "plant.engineer", hoursAgo, text: asked },
        // One in nine is answered late, whatever the weekday: a hundred hours have more than a day's chat hours.
        { by: "agent", hoursAgo: hoursAgo - (index % 9 === 5 ? 100 : 3), text: answered },
      ],
    };
  }),
);

/**
 * The demo's support cases with their past dates; nobody is mailed about them. Run as the system after the accounts
 * exist; does nothing where there are cases already.
 */
export async function applyDemoCases(db: Transaction): Promise<void> {
  const [known] = await db.select({ id: cases.id }).from(cases).limit(1);
  if (known) return;
  const now = systemNow().epochMilliseconds;
  // In the order of the stories, so that each case has the same number on whatever day the demo starts.
  const oldestFirst = [...PAST, ...CASE_STORIES].sort(
    (a, b) => (b.lines[0]?.hoursAgo ?? 0) - (a.lines[0]?.hoursAgo ?? 0),
  );
  for (const story of oldestFirst) await write(db, story, now);
}

async function write(db: Transaction, story: DemoCase, now: number): Promise<void> {
  const people = await cast(db, story);
  const { company } = people;
  const thread = { id: uuidv7(), brand: company.brand };
  const [filed] = story.lines;
  const said = story.lines.filter((line) => !line.note);
  const last = said.at(-1);
  if (!filed || !last) throw new Error(`The demo case ${story.subject} says nothing`);
  const filer = people.contact(filed.by);
  const covered = { kind: "case", companyId: company.id, product: story.product } as const;
  const calendar = await promisedHours({ db }, await brandByKey(company.brand), covered);
  const target = CASE_TARGETS[story.severity];
  const owed = story.status === "closed" || last.by === "agent" ? null : last;
  const at = storyTime(now, { ...story, owed, calendar, target });
  const due = (hoursAgo: number) =>
    new Date(
      answerDue(calendar, Temporal.Instant.fromEpochMilliseconds(at(hoursAgo).getTime()), target).epochMilliseconds,
    );
  const firstAnswer = said.find((line) => line.by === "agent");
  const ended = story.status === "closed" ? at(Math.max(last.hoursAgo - 1, 0)) : null;

  await db.insert(threads).values({
    ...{ ...thread, kind: "case", companyId: company.id, subject: story.subject },
    ...{ severity: story.severity, product: story.product },
    openedBy: filer.id,
    openedByName: filer.name,
    status: story.status,
    closeReason: ended && (story.closeReason ?? "solved"),
    closedAt: ended,
    ownerId: story.unassigned ? null : people.agent.id,
    firstAnswerDueAt: due(filed.hoursAgo),
    firstAnsweredAt: firstAnswer ? at(firstAnswer.hoursAgo) : null,
    answerDueAt: owed && due(owed.hoursAgo),
    answerSince: owed && at(owed.hoursAgo),
    activeAt: ended ?? at(last.hoursAgo),
    lastMessageAt: at(last.hoursAgo),
    lastAuthorKind: last.by === "agent" ? "staff" : "contact",
    lastAuthorId: last.by === "agent" ? people.agent.id : people.contact(last.by).id,
    createdAt: at(filed.hoursAgo),
  });
  await db.insert(cases).values({ ...thread, productVersion: story.version });
  for (const local of story.participants ?? []) {
    const { id, name } = people.contact(local);
    await db
      .insert(threadParticipants)
      .values({ brand: thread.brand, threadId: thread.id, contactId: id, contactName: name });
  }
  await writeLines(db, story, { people, of: { brand: thread.brand, threadId: thread.id }, at, ended, now });
}

interface Written {
  readonly people: Awaited<ReturnType<typeof cast>>;
  readonly of: { readonly brand: string; readonly threadId: string };
  readonly at: (hoursAgo: number) => Date;
  readonly ended: Date | null;
  readonly now: number;
}

/** Writes the messages and events of a case in the order in which the portal itself would. */
async function writeLines(db: Transaction, story: DemoCase, { people, of, at, ended, now }: Written): Promise<void> {
  const said = story.lines.filter((line) => !line.note);
  const [filed] = story.lines;
  const last = said.at(-1);
  if (!filed || !last) return;
  const firstAnswer = said.find((line) => line.by === "agent");
  const filer = people.contact(filed.by);
  const agent = { actorKind: "staff", actorId: people.agent.id, actorName: people.agent.name } as const;
  const client = { actorKind: "contact", actorId: filer.id, actorName: filer.name } as const;
  const happened = async (values: Omit<typeof threadEvents.$inferInsert, "brand" | "threadId">) => {
    const id = uuidv7();
    await db.insert(threadEvents).values({ ...of, id, ...values });
    await untold(db, id);
  };
  await happened({ kind: "filed", ...client, createdAt: new Date(at(filed.hoursAgo).getTime() - 1) });
  for (const [index, line] of story.lines.entries()) {
    const createdAt = at(line.hoursAgo);
    if (line.note) {
      await db
        .insert(threadNotes)
        .values({ ...of, staffId: people.agent.id, staffName: people.agent.name, body: line.text, createdAt });
      continue;
    }
    const author = line.by === "agent" ? people.agent : people.contact(line.by);
    const id = index === 0 ? of.threadId : uuidv7();
    await db.insert(messages).values({
      ...of,
      id,
      authorKind: line.by === "agent" ? "staff" : "contact",
      authorId: author.id,
      authorName: author.name,
      body: line.text,
      createdAt,
    });
    await untold(db, id);
    if (line === firstAnswer) {
      await happened({ kind: "status", before: "new", after: "in_progress", ...agent, createdAt });
    }
  }
  if (story.status === "waiting_on_you") {
    const createdAt = at(last.hoursAgo);
    await happened({ kind: "status", before: "in_progress", after: "waiting_on_you", ...agent, createdAt });
  }
  if (ended) {
    const after = `closed:${story.closeReason ?? "solved"}`;
    const by = story.closeReason === "withdrawn" ? client : agent;
    await happened({ kind: "status", before: "in_progress", after, ...by, createdAt: ended });
    // The filer has read everything.
    const reader = { ...of, readerKind: "contact", readerId: filer.id, readAt: new Date(now) } as const;
    await db.insert(threadReads).values(reader);
  }
}

/** Removes the job that would tell people of the message, because it is in the past. */
async function untold(db: Transaction, id: string): Promise<void> {
  await db.execute(sql`select graphile_worker.remove_job(${`tell:${id}`}::text)`);
}

async function cast(db: Transaction, story: DemoCase) {
  const brand = story.company.startsWith("C-") ? "cimsoft" : "insource";
  const [company] = await db
    .select()
    .from(companies)
    .where(and(eq(companies.brand, brand), eq(companies.externalId, story.company)));
  const [agent] = await db
    .select()
    .from(staff)
    .where(eq(staff.email, `support.agent@${STAFF_DOMAIN}`));
  if (!company || !agent) throw new Error(`The demo data has no company ${story.company} or no agent`);
  const colleagues = await db.select().from(contacts).where(eq(contacts.primaryCompanyId, company.id));
  const contact = (local: string) => {
    const found = colleagues.find(({ email }) => email.startsWith(`${local}@`));
    if (!found) throw new Error(`${company.name} has no contact ${local} in the demo data`);
    return found;
  };
  return { company, agent, contact };
}
