import { and, desc, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import {
  agreements,
  changeRequests,
  companies,
  contacts,
  estimates,
  invoices,
  messages,
  requests,
  staff,
  threadEvents,
  threadNotes,
  threadReads,
  threads,
} from "@/db/schema";
import { REQUEST_TARGETS } from "@/db/schema/constants";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday, systemNow } from "@/lib/kit/time";
import { answerDue } from "@/lib/threads/answer-clock/rules";
import { subjectOf } from "@/lib/threads/requests/ask/rules";

import { STAFF_DOMAIN } from "./cast";
import { storyTime } from "./moments";
import { type DemoRequest, type DemoSaid, REQUEST_STORIES } from "./request-stories";

/**
 * The demo's requests to account teams with their past dates; nobody is mailed about them. Run as the system after the
 * accounts exist; does nothing where there are requests already.
 */
export async function applyDemoRequests(db: Transaction): Promise<void> {
  const [known] = await db.select({ id: requests.id }).from(requests).limit(1);
  if (known) return;
  const now = systemNow().epochMilliseconds;
  // In the order of the stories, so that each request has the same number on whatever day the demo starts.
  const oldestFirst = [...REQUEST_STORIES].sort((a, b) => (b.lines[0]?.hoursAgo ?? 0) - (a.lines[0]?.hoursAgo ?? 0));
  for (const story of oldestFirst) await write(db, story, now);
}

async function write(db: Transaction, story: DemoRequest, now: number): Promise<void> {
  const people = await cast(db, story);
  const { company } = people;
  const brand = await brandByKey(company.brand);
  const today = businessToday(brand.zone);
  const thread = { id: uuidv7(), brand: company.brand };
  const said = story.lines.filter((line) => !line.note);
  const [asked] = said;
  const last = said.at(-1);
  if (!asked || !last) throw new Error(`A demo request of ${story.company} says nothing`);
  const owed = story.status === "closed" || people.member(last.by) ? null : last;
  const target = REQUEST_TARGETS[story.kind];
  const at = storyTime(now, { ...story, owed, calendar: brand.supportCalendar, target });
  const asker = people.contact(asked.by);
  const due = (hoursAgo: number) =>
    new Date(
      answerDue(brand.supportCalendar, Temporal.Instant.fromEpochMilliseconds(at(hoursAgo).getTime()), target)
        .epochMilliseconds,
    );
  const firstAnswer = said.find(({ by }) => people.member(by));
  const answerer = firstAnswer && people.member(firstAnswer.by);
  const ended = story.status === "closed" ? at(Math.max(last.hoursAgo - 1, 0)) : null;
  const about = await readAbout(db, story, company.id, today);
  const lastAuthor = people.author(last);

  await db.insert(threads).values({
    ...{ ...thread, kind: "request", topic: story.kind, companyId: company.id },
    openedBy: asker.id,
    openedByName: asker.name,
    subject:
      story.subject ??
      (story.kind === "change" ? "Change of details" : subjectOf(story.kind, { ...about.words, body: asked.text })),
    status: story.status,
    closedAt: ended,
    firstAnswerDueAt: due(asked.hoursAgo),
    firstAnsweredAt: firstAnswer ? at(firstAnswer.hoursAgo) : null,
    answerDueAt: owed && due(owed.hoursAgo),
    answerSince: owed && at(owed.hoursAgo),
    activeAt: ended ?? at(last.hoursAgo),
    lastMessageAt: at(last.hoursAgo),
    lastAuthorKind: lastAuthor.kind,
    lastAuthorId: lastAuthor.id,
    createdAt: at(asked.hoursAgo),
  });
  await db.insert(requests).values({
    ...thread,
    agreementId: about.agreementId,
    invoiceId: about.invoiceId,
    estimateId: about.estimateId,
    neededBy: story.neededInDays === undefined ? null : addDays(today, story.neededInDays),
  });
  // The person who answered is the owner, even if away today.
  if (answerer) {
    await db.update(threads).set({ ownerId: answerer.id, standsInFor: null }).where(eq(threads.id, thread.id));
  }
  if (story.change) {
    await db
      .insert(changeRequests)
      .values({ requestId: thread.id, brand: thread.brand, contactId: asker.id, ...story.change });
  }
  await tell(db, story, thread, people, at, ended);
}

type Cast = Awaited<ReturnType<typeof cast>>;

/** Writes the messages and events of a request in order. */
async function tell(
  db: Transaction,
  story: DemoRequest,
  thread: { readonly id: string; readonly brand: string },
  people: Cast,
  at: (hoursAgo: number) => Date,
  ended: Date | null,
): Promise<void> {
  const of = { brand: thread.brand, threadId: thread.id };
  const happened = async (values: Omit<typeof threadEvents.$inferInsert, "brand" | "threadId">) => {
    const id = uuidv7();
    await db.insert(threadEvents).values({ ...of, id, ...values });
    await untold(db, id);
  };
  const asActor = (line: DemoSaid) => {
    const { kind, id, name } = people.author(line);
    return { actorKind: kind, actorId: id, actorName: name };
  };
  for (const [index, line] of story.lines.entries()) {
    const createdAt = at(line.hoursAgo);
    const author = people.author(line);
    if (index === 0) {
      // Before the messages, as the portal itself writes it.
      await happened({ kind: "asked", ...asActor(line), createdAt: new Date(createdAt.getTime() - 1) });
    }
    if (line.note) {
      await db
        .insert(threadNotes)
        .values({ ...of, staffId: author.id, staffName: author.name, body: line.text, createdAt });
      continue;
    }
    const id = index === 0 ? thread.id : uuidv7();
    await db.insert(messages).values({
      ...{ ...of, id, authorKind: author.kind, authorId: author.id, authorName: author.name },
      ...{ body: line.text, createdAt },
    });
    await untold(db, id);
  }
  const said = story.lines.filter((line) => !line.note);
  const last = said.at(-1);
  const answered = said.findLast(({ by }) => people.member(by));
  if (answered && ["waiting_on_you", "answered", "in_progress"].includes(story.status)) {
    await happened({
      ...{ kind: "status", before: "new", after: story.status },
      ...{ ...asActor(answered), createdAt: at(answered.hoursAgo) },
    });
  }
  const first = story.lines[0];
  if (ended && last && first) {
    await happened({
      ...{ kind: "status", before: "answered", after: "closed" },
      ...{ ...asActor(last), createdAt: ended },
    });
    // Everything has been read.
    await db
      .insert(threadReads)
      .values({ ...of, readerKind: "contact", readerId: people.author(first).id, readAt: at(0) });
  }
}

/** Removes the job that would tell people of the message, because it is in the past. */
async function untold(db: Transaction, id: string): Promise<void> {
  await db.execute(sql`select graphile_worker.remove_job(${`tell:${id}`}::text)`);
}

async function readAbout(db: Transaction, story: DemoRequest, companyId: string, today: string) {
  const [agreement] = story.agreement
    ? await db
        .select({ id: agreements.id, product: agreements.product, endsOn: agreements.endsOn })
        .from(agreements)
        .where(and(eq(agreements.companyId, companyId), eq(agreements.product, story.agreement)))
        .orderBy(desc(agreements.endsOn))
        .limit(1)
    : [];
  const [invoice] =
    story.about === "invoice"
      ? await db
          .select({ id: invoices.id, number: invoices.number })
          .from(invoices)
          .where(
            and(
              eq(invoices.companyId, companyId),
              eq(invoices.kind, "invoice"),
              isNull(invoices.voidedOn),
              gt(invoices.balanceMinor, 0),
            ),
          )
          .orderBy(desc(invoices.issuedOn), desc(invoices.id))
          .limit(1)
      : [];
  const [estimate] =
    story.about === "estimate"
      ? await db
          .select({ id: estimates.id, number: estimates.number })
          .from(estimates)
          .where(and(eq(estimates.companyId, companyId), eq(estimates.state, "open"), lt(estimates.expiresOn, today)))
          .orderBy(desc(estimates.expiresOn), desc(estimates.id))
          .limit(1)
      : [];
  if (story.about && !invoice && !estimate) throw new Error(`${story.company} has no ${story.about} to ask about`);
  return {
    agreementId: agreement?.id ?? null,
    invoiceId: invoice?.id ?? null,
    estimateId: estimate?.id ?? null,
    words: { agreement, invoice: invoice && `invoice ${invoice.number}`, estimate: estimate?.number },
  };
}

async function cast(db: Transaction, story: DemoRequest) {
  const brand = story.company.startsWith("C-") ? "cimsoft" : "insource";
  const [company] = await db
    .select()
    .from(companies)
    .where(and(eq(companies.brand, brand), eq(companies.externalId, story.company)));
  if (!company) throw new Error(`The demo data has no company ${story.company}`);
  const firm = await db.select({ id: staff.id, name: staff.name, email: staff.email }).from(staff);
  const colleagues = await db.select().from(contacts).where(eq(contacts.primaryCompanyId, company.id));
  const contact = (local: string) => {
    const found = colleagues.find(({ email }) => email.startsWith(`${local}@`));
    if (!found) throw new Error(`${company.name} has no contact ${local} in the demo data`);
    return found;
  };
  const member = (local: string) => firm.find(({ email }) => email === `${local}@${STAFF_DOMAIN}`);
  const author = ({ by }: DemoSaid) => {
    const found = member(by);
    return found
      ? ({ kind: "staff", id: found.id, name: found.name } as const)
      : ({ kind: "contact", id: contact(by).id, name: contact(by).name } as const);
  };
  return { company, contact, member, author };
}
