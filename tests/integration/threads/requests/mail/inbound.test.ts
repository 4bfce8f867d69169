import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contacts, files, staff } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { replyAddressFor } from "@/lib/mail/reply-address";
import { readThread } from "@/lib/threads/queries";
import {
  handle,
  messagesOf,
  type ResendWorld,
  startResend,
  tell,
  told,
} from "@/tests/integration/threads/cases/mail/support";
import { requests } from "@/tests/support/threads";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";
import { createAsker, sayIn } from "./support";

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());
beforeEach(() => asSystem("test world", (db) => db.update(staff).set({ closedAt: new Date() })));

type Asked = Awaited<ReturnType<typeof createRequest>>;

const replyTo = (asked: Asked, personKind: "contact" | "staff", personId: string) =>
  asSystem("test look", async (db) => {
    const address = await replyAddressFor(db, { brand: asked.brand, threadId: asked.id, personKind, personId });
    if (!address) throw new Error("expected a reply address");
    return address;
  });

const requestRow = (id: string) =>
  asSystem("test look", async (db) => {
    const [row] = await db.select().from(requests).where(eq(requests.id, id));
    if (!row) throw new Error("expected a request");
    return row;
  });

describe("a reply by mail to a request", () => {
  it("from the opener joins it, reopens it, and is told to the owner", async () => {
    const { company, asker, owner } = await createAsker();
    const asked = await createRequest(company, asker, { status: "closed" });
    const answer = await sayIn(asked, owner, "Forty of them.");
    await tell({ message: answer });
    await resend.sendAll(asked.id);
    const [mail] = resend.inbox(asker.email);
    const id = await resend.arrive({
      from: `Robin Meyer <${asker.email}>`,
      to: String(mail?.reply_to),
      subject: `Re: ${mail?.subject}`,
      text: `And how many are in use?\n\nOn Mon, Cimsoft wrote:\n> ${mail?.text?.replaceAll("\n", "\n> ")}`,
    });
    expect(await handle(id)).toMatchObject({ state: "joined", threadId: asked.id });
    const last = (await messagesOf(asked.id)).at(-1);
    expect(last).toMatchObject({ body: "And how many are in use?", source: "mail", authorId: asker.id });
    const row = await requestRow(asked.id);
    expect(row).toMatchObject({ status: "in_progress", closedAt: null });
    expect(row.answerDueAt).not.toBeNull();
    await tell({ message: last?.id ?? "" });
    expect(await told(asked.id)).toContain(`request-for-team ${owner.email}`);
    // Once, however often the job runs.
    await handle(id);
    expect(await messagesOf(asked.id)).toHaveLength(3);
  });

  it("stores its files with the message, for those who see the request", async () => {
    const { company, asker, owner } = await createAsker();
    const asked = await createRequest(company, asker);
    const id = await resend.arrive({
      from: asker.email,
      to: await replyTo(asked, "contact", asker.id),
      subject: `Re: ${asked.subject}`,
      text: "Here is the contract.",
      attachments: [{ filename: "../../contract.txt", content: Buffer.from("ten seats").toString("base64") }],
    });
    const mail = await handle(id);
    expect(mail).toMatchObject({ state: "joined", threadId: asked.id });
    const kept = await asSystem("test look", (db) => db.select().from(files).where(eq(files.threadId, asked.id)));
    expect(kept).toMatchObject([
      { name: "contract.txt", sizeBytes: 9, messageId: mail.createdMessageId, uploaderId: asker.id },
    ]);
    const seenBy = (viewer: Viewer) =>
      runAsViewer(viewer, "read", async (context) =>
        (await readThread(context, asked.id, { zone: "America/New_York" }))?.items.flatMap((item) =>
          item.kind === "message" ? item.files.map(({ name }) => name) : [],
        ),
      );
    const stranger = await createContact(await createCompany(), { requestsScope: "company" });
    expect(await seenBy(clientViewer(asker))).toEqual(["contract.txt"]);
    expect(await seenBy(staffViewer(owner))).toEqual(["contract.txt"]);
    expect(await seenBy(clientViewer(stranger))).toBeUndefined();
  });

  it("from the account manager answers it and stops the clock", async () => {
    const { company, asker, owner } = await createAsker();
    const asked = await createRequest(company, asker);
    await tell({ message: asked.id });
    await resend.sendAll(asked.id);
    const [mail] = resend.inbox(owner.email);
    const id = await resend.arrive({
      from: owner.email,
      to: String(mail?.reply_to),
      subject: `Re: ${mail?.subject}`,
      text: "Forty of them.",
      headers: { "In-Reply-To": String(mail?.headers?.["Message-ID"]) },
    });
    expect(await handle(id)).toMatchObject({ state: "joined" });
    expect((await messagesOf(asked.id)).at(-1)).toMatchObject({ authorKind: "staff", authorId: owner.id });
    expect(await requestRow(asked.id)).toMatchObject({ status: "answered", answerDueAt: null });
  });

  it("from a stranger is held for agents, and so is that of a contact who may not see it any more", async () => {
    const { company, asker, owner } = await createAsker();
    const asked = await createRequest(company, asker);
    const to = await replyTo(asked, "contact", asker.id);
    const strange = await resend.arrive({ from: "evil@x.example", to, subject: "Re", text: "Hello" });
    expect(await handle(strange)).toMatchObject({ state: "unverified" });
    await asSystem("test world", (db) =>
      db.update(contacts).set({ primaryCompanyId: null }).where(eq(contacts.id, asker.id)),
    );
    const late = await resend.arrive({ from: asker.email, to, subject: "Re", text: "Hello" });
    expect(await handle(late)).toMatchObject({ state: "held", note: "The sender may not see the request." });

    const marketing = await createStaff(["marketing"]);
    const gone = await resend.arrive({
      from: marketing.email,
      to: await replyTo(asked, "staff", marketing.id),
      subject: "Re",
      text: "Hello",
    });
    expect(await handle(gone)).toMatchObject({ state: "held", note: "The sender may not see the request." });
    expect(await messagesOf(asked.id)).toHaveLength(1);
    expect(owner.closedAt).toBeNull();
  });

  it("from a colleague joins with scope company, and is held without it", async () => {
    const { company, asker } = await createAsker();
    const asked = await createRequest(company, asker);
    for (const [requestsScope, state] of [
      ["company", "joined"],
      ["own", "held"],
    ] as const) {
      const colleague = await createContact(company, { requestsScope });
      const to = await replyTo(asked, "contact", colleague.id);
      const id = await resend.arrive({ from: colleague.email, to, subject: "Re", text: "Me too." });
      expect(await handle(id)).toMatchObject({ state });
    }
  });
});
