import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { GET as getThread } from "@/app/api/threads/[id]/route";
import { agreements, contactCompanies, contacts, files, threadParticipants } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { LiveHub } from "@/lib/live/hub";
import { routes } from "@/lib/routes";
import { findCase } from "@/lib/threads/cases/queries";
import { statusOf, upload, visitor } from "@/tests/integration/files/support";
import { asContact, asMember, hear } from "@/tests/integration/live/support";
import { visit } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { handle, messagesOf, outboxOf, replyTo, say, startResend, supported, tell } from "./mail/support";
import { LOCAL } from "./support";

let resend: Awaited<ReturnType<typeof startResend>>;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

const hub = new LiveHub();
afterEach(() => hub.closeAll());

/** A participant from a related company, of whom each reason to see the case can be taken away alone. */
async function openCase() {
  const company = await createCompany();
  const agreement = await supported(company);
  const filer = await createContact(company, { casesScope: "own", name: "Robin Meyer" });
  const home = await createCompany();
  await supported(home);
  const guest = await createContact(home, { casesScope: "own", name: "Ana Ito", relatedTo: [company] });
  const filed = await createCase(company, filer, { participants: [guest] });
  const agent = await createStaff(["support_agent"], { brands: ["cimsoft"] });
  return { company, agreement, filer, guest, filed, agent };
}

type World = Awaited<ReturnType<typeof openCase>>;

const system = (work: Parameters<typeof asSystem>[1]) => asSystem("test world", work);
const changed = (world: World, set: Partial<typeof contacts.$inferInsert>) =>
  system((db) => db.update(contacts).set(set).where(eq(contacts.id, world.guest.id)));

/** What is taken away, how, and the status of the file's answer then: signed out, it leads to sign-in. */
const WITHDRAWALS: readonly (readonly [string, (world: World) => Promise<unknown>, number])[] = [
  ["the right", (world) => changed(world, { casesScope: "none" }), 404],
  [
    "the relation to the company",
    ({ guest, company }) =>
      system((db) =>
        db
          .delete(contactCompanies)
          .where(and(eq(contactCompanies.contactId, guest.id), eq(contactCompanies.companyId, company.id))),
      ),
    404,
  ],
  [
    "the company's agreement",
    ({ agreement }) =>
      system((db) => db.update(agreements).set({ endsOn: "2020-12-31" }).where(eq(agreements.id, agreement.id))),
    404,
  ],
  ["the account", (world) => changed(world, { closedAt: new Date() }), 307],
  [
    "taking part",
    ({ guest, filed }) =>
      system((db) =>
        db
          .delete(threadParticipants)
          .where(and(eq(threadParticipants.threadId, filed.id), eq(threadParticipants.contactId, guest.id))),
      ),
    404,
  ],
];

/** What a person has open: a page, its thread, a file, a stream, a mail that has not left yet, and an address to answer to. */
async function openFor({ filed, guest, agent, filer }: World) {
  const by = await visitor(guest, "cimsoft");
  const { id: file } = await upload(await visitor(filer, "cimsoft"), { name: "trend.csv", content: "time,value" });
  await system((db) =>
    db.update(files).set({ threadId: filed.id, messageId: filed.id, attachedAt: new Date() }).where(eq(files.id, file)),
  );
  const stream = await hear(hub, asContact(guest));
  const office = await hear(hub, asMember(agent));
  const address = await replyTo(filed, guest);
  await tell({ message: await say(filed, agent) });
  const speak = async () => {
    const heard = office.threads.length;
    const id = await say(filed, agent, "Is it running again?");
    await office.until(() => office.threads.length > heard);
    return id;
  };
  const brand = await brandByKey("cimsoft");
  const mails = async () => (await outboxOf(filed.id)).filter(({ personId }) => personId === guest.id);
  return {
    stream,
    speak,
    mails,
    /** Page, thread and file, each asked for now. */
    async look() {
      const [row] = await asSystem("test look", (db) => db.select().from(contacts).where(eq(contacts.id, guest.id)));
      if (!row) throw new Error("expected the contact");
      const page = await runAsViewer(clientViewer(row), "read", (context) =>
        findCase(context, { brand, number: filed.number }, LOCAL),
      );
      const path = routes.apiThread(filed.id);
      const thread = await visit(getThread, { ...by, path, params: { id: filed.id } });
      return { page: page?.number ?? null, thread: thread.status, file: await statusOf(by, file) };
    },
    /** What becomes of a reply to the mail that they already have. */
    async reply() {
      const before = (await messagesOf(filed.id)).length;
      const id = await resend.arrive({
        from: guest.email,
        to: address,
        subject: `Re: [${filed.number}]`,
        text: "It is running again.",
      });
      const { state } = await handle(id);
      return { state, said: (await messagesOf(filed.id)).length - before };
    },
  };
}

it("an open page, thread, file, stream, mail and reply of a case all work while nothing is withdrawn", async () => {
  const world = await openCase();
  const open = await openFor(world);
  expect((await open.mails()).map(({ state }) => state)).toEqual(["queued"]);
  await open.speak();
  await open.stream.until(() => open.stream.threads.length >= 2);
  expect(await open.look()).toEqual({ page: world.filed.number, thread: 200, file: 200 });
  await resend.sendAll(world.filed.id);
  expect(resend.inbox(world.guest.email)).toHaveLength(1);
  expect(await open.reply()).toEqual({ state: "joined", said: 1 });
});

it.each(WITHDRAWALS)(
  "when %s is withdrawn, open page, thread, file, stream, mail and reply of a case are refused at once",
  async (_, withdraw, file) => {
    const world = await openCase();
    const open = await openFor(world);
    // The message, and the notice about it, which names no thread.
    await open.stream.until(() => open.stream.threads.length === 2);
    expect((await open.mails()).map(({ state }) => state)).toEqual(["queued"]);
    expect(await open.look()).toEqual({ page: world.filed.number, thread: 200, file: 200 });

    await withdraw(world);

    expect(await open.look()).toEqual({ page: null, thread: 404, file });
    const spoken = await open.speak();
    await tell({ message: spoken });
    await resend.sendAll(world.filed.id);
    expect((await open.mails()).map(({ state }) => state)).toEqual(["withheld"]);
    expect(resend.inbox(world.guest.email)).toEqual([]);
    expect(await open.reply()).toMatchObject({ said: 0 });
    await hub.closeAll();
    await open.stream.over();
    expect(open.stream.threads).toEqual([world.filed.id, ""]);
  },
);
