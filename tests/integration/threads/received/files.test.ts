import { text } from "node:stream/consumers";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { files, inboundMails, liveEvents, mailFiles } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { cleanFiles } from "@/lib/files/clean";
import { FILE_LIMITS } from "@/lib/files/rules";
import { fileStorage } from "@/lib/files/storage/configured";
import { configuredReceiver, type ReceiveMail } from "@/lib/mail/inbound/resend";
import { sweepInbound } from "@/lib/mail/inbound/sweep";
import { runMailFilesTask } from "@/lib/mail/inbound/waiting-files";
import { findFile } from "@/lib/threads/files/queries";
import { readThread } from "@/lib/threads/queries";
import { findReceived, listMailFiles } from "@/lib/threads/received/queries";
import { dismissMail, joinMail } from "@/lib/threads/received/service";
import { clientViewer } from "@/tests/support/world";
import {
  createPlant,
  handle,
  messagesOf,
  type Plant,
  type ResendWorld,
  replyTo,
  startResend,
} from "../cases/mail/support";
import { act, type Member, member, read } from "../cases/staff/support";

/* Files of a mail that is not a message: they are kept while it waits, and come along when it is joined. */

const ZONE = { zone: "America/New_York" };
const HOUR_MS = 60 * 60_000;

let resend: ResendWorld;
let agent: Member;
let plant: Plant;
beforeAll(async () => {
  resend = await startResend();
  agent = await member(["support_agent"], "Dana Whitfield");
});
afterAll(() => resend.close());
beforeEach(async () => {
  plant = await createPlant();
});

const file = (filename: string, content: string, over: object = {}) => ({
  ...{ filename, content: Buffer.from(content).toString("base64"), content_type: "text/plain" },
  ...over,
});
const LOG = file("trace.log", "stopped at 8:00");
const SEAL = file("smime.p7s", "proof", { content_type: "application/pkcs7-signature" });

/** An unverified mail with these files; its row's id. */
async function waiting(attachments: object[] = [LOG], over: object = {}): Promise<string> {
  const to = await replyTo(plant.filed, plant.filer);
  const mail = { from: plant.filer.email, to, subject: "Re: it stops", text: "It is 2023 R2.", receipt: {} };
  return (await handle(await resend.arrive({ ...mail, attachments: attachments as never, ...over }))).id;
}

const rows = (mailId: string) =>
  asSystem("test look", (db) =>
    db.select().from(mailFiles).where(eq(mailFiles.mailId, mailId)).orderBy(mailFiles.place),
  );
const attached = (mailId: string) =>
  asSystem("test look", (db) => db.select().from(files).where(eq(files.messageId, mailId)).orderBy(files.name));
const stored = async (id: string | null | undefined) => {
  const kept = await fileStorage().get(id ?? "none");
  return kept && text(kept.content);
};
const said = async (id: string) => (await messagesOf(plant.filed.id)).find((message) => message.id === id);
const jobs = (id: string) =>
  asSystem("test look", (db) =>
    db.execute(
      sql`select task_identifier from graphile_worker.jobs where key = ${`mail-files:${id}`} and attempts < max_attempts`,
    ),
  );
const states = async (id: string) => (await read(agent, (context) => findReceived(context, id, ZONE)))?.files;
const join = (id: string) => act(agent, (context) => joinMail(context, { mail: id }));
const dismiss = (id: string) => act(agent, (context) => dismissMail(context, { mail: id }));
const thread = (viewer: Viewer) => runAsViewer(viewer, "read", (context) => readThread(context, plant.filed.id, ZONE));

/** The provider's mails, whose files cannot be downloaded. */
const withoutDownloads: ReceiveMail = async (providerId, signal) => {
  const { origin } = resend.sandbox.inbound;
  resend.sandbox.inbound.origin = "http://127.0.0.1:9";
  try {
    return (await configuredReceiver()?.(providerId, signal)) ?? null;
  } finally {
    resend.sandbox.inbound.origin = origin;
  }
};
const forgotten: ReceiveMail = async () => null;

describe("the files of a mail that waits for agents", () => {
  it("are listed at once and fetched by a job, and agents see what became of them", async () => {
    const id = await waiting();
    expect(await jobs(id)).toMatchObject([{ task_identifier: "mail.files" }]);
    expect(await states(id)).toMatchObject([{ name: "trace.log", state: "On its way" }]);
    await runMailFilesTask({ id });
    expect(await states(id)).toMatchObject([{ name: "trace.log", state: "Kept, 15 bytes" }]);
    expect(await stored((await rows(id))[0]?.fileId)).toBe("stopped at 8:00");
    const item = (await thread(agent.viewer))?.items.find((one) => one.kind === "mail");
    expect(item).toMatchObject({ id, files: [{ name: "trace.log", state: "Kept, 15 bytes" }] });
  });

  it("are kept of held mails of the right sender too, and not of mails that became messages", async () => {
    const held = await waiting([LOG], { receipt: undefined, headers: { "Auto-Submitted": "auto-replied" } });
    expect(await rows(held)).toHaveLength(1);
    const joined = await waiting([LOG], { receipt: undefined });
    expect(await rows(joined)).toEqual([]);
  });

  it("are fetched once, however often the job runs and however many of it at once", async () => {
    const id = await waiting([LOG, SEAL]);
    await Promise.all([runMailFilesTask({ id }), runMailFilesTask({ id })]);
    const [first, second] = await rows(id);
    expect([first?.sizeBytes, second?.sizeBytes]).toEqual([15, 5]);
    await runMailFilesTask({ id });
    expect((await rows(id)).map(({ fileId }) => fileId)).toEqual([first?.fileId, second?.fileId]);
  });

  it("are asked for again where a download fails, and those that came are kept", async () => {
    const id = await waiting();
    await expect(runMailFilesTask({ id }, withoutDownloads)).rejects.toMatchObject({ name: "MailNotFetched" });
    expect(await states(id)).toMatchObject([{ state: "On its way" }]);
    await runMailFilesTask({ id });
    expect(await states(id)).toMatchObject([{ state: "Kept, 15 bytes" }]);
  });

  it("are left out with a reason where the provider has forgotten the mail before they were fetched", async () => {
    const id = await waiting();
    await runMailFilesTask({ id }, forgotten);
    expect(await states(id)).toMatchObject([{ state: "Not taken. The mail service does not have it any more." }]);
    await join(id);
    expect((await said(id))?.body).toBe(
      "It is 2023 R2.\n\ntrace.log was not taken. The mail service does not have it any more.",
    );
  });

  it("are found by their names where the provider lists them in another order", async () => {
    const id = await waiting([LOG, SEAL]);
    const turned: ReceiveMail = async (...asked) => {
      const mail = await configuredReceiver()?.(...asked);
      return mail ? { ...mail, files: mail.files.toReversed() } : null;
    };
    await runMailFilesTask({ id }, turned);
    const [log, seal] = await rows(id);
    expect([await stored(log?.fileId), await stored(seal?.fileId)]).toEqual(["stopped at 8:00", "proof"]);
  });

  it("are left out where they are empty, in words for those who did not send them", async () => {
    const id = await waiting([file("empty.txt", ""), LOG]);
    await runMailFilesTask({ id });
    expect((await rows(id)).map(({ name, leftOut }) => [name, leftOut])).toEqual([
      ["empty.txt", "It is empty."],
      ["trace.log", null],
    ]);
  });

  it("are left out with a reason beyond the limits of a message", async () => {
    const many = Array.from({ length: FILE_LIMITS.filesPerMessage + 1 }, (_one, index) => file(`${index}.txt`, "x"));
    const id = await waiting([...many, file("empty.txt", "")]);
    const large: ReceiveMail = async (...asked) => {
      const mail = await configuredReceiver()?.(...asked);
      return mail
        ? { ...mail, files: mail.files.map((one, place) => (place ? one : { ...one, sizeBytes: 99e6 })) }
        : null;
    };
    await runMailFilesTask({ id }, large);
    const kept = await rows(id);
    expect(kept[0]?.leftOut).toBe("A file can have at most 25 MB.");
    expect(kept.filter(({ fileId }) => fileId !== null)).toHaveLength(FILE_LIMITS.filesPerMessage);
    expect(kept.at(-1)?.leftOut).toBe("Attach at most 20 files to one message.");
  });

  it("share the room of their thread, so that a flood of them ends, and take none from the client's files", async () => {
    const first = await waiting();
    await runMailFilesTask({ id: first });
    await asSystem("test world", (db) =>
      db.update(mailFiles).set({ sizeBytes: FILE_LIMITS.threadBytes }).where(eq(mailFiles.mailId, first)),
    );
    const second = await waiting([LOG], { text: "Another one." });
    await runMailFilesTask({ id: second });
    expect((await rows(second))[0]?.leftOut).toBe("All files of one case can have at most 200 MB together.");
    const proven = await waiting([LOG], { receipt: undefined });
    expect(await asSystem("test look", (db) => db.$count(files, eq(files.threadId, plant.filed.id)))).toBe(1);
    expect(await rows(proven)).toEqual([]);
  });

  it("get their job again from the sweep, and are given up after three days", async () => {
    const id = await waiting();
    await asSystem("test world", (db) => db.execute(sql`select graphile_worker.remove_job(${`mail-files:${id}`})`));
    await sweepInbound(new Date());
    expect(await jobs(id)).toHaveLength(1);
    await asSystem("test world", (db) =>
      db
        .update(inboundMails)
        .set({ receivedAt: new Date(Date.now() - 73 * HOUR_MS) })
        .where(eq(inboundMails.id, id)),
    );
    await sweepInbound(new Date());
    expect(await states(id)).toMatchObject([
      { state: "Not taken. The mail service did not hand it over for three days." },
    ]);
  });

  it("survive the cleaning of files until the mail is dismissed", async () => {
    const id = await waiting();
    await runMailFilesTask({ id });
    const key = (await rows(id))[0]?.fileId;
    const later = () => cleanFiles(new Date(Date.now() + 48 * HOUR_MS));
    await later();
    expect(await stored(key)).toBe("stopped at 8:00");
    await dismiss(id);
    expect(await rows(id)).toEqual([]);
    await later();
    expect(await stored(key)).toBeNull();
  });

  it("are not kept where the mail was dismissed while they were fetched", async () => {
    const id = await waiting();
    const dismissing: ReceiveMail = async (...asked) => {
      const mail = await configuredReceiver()?.(...asked);
      await dismiss(id);
      return mail ?? null;
    };
    await runMailFilesTask({ id }, dismissing);
    expect(await rows(id)).toEqual([]);
    expect(await attached(id)).toEqual([]);
  });
});

describe("joining a mail with files", () => {
  it("brings them along, the signature's collapsed with it, though the provider has forgotten the mail", async () => {
    const id = await waiting([SEAL, LOG]);
    await runMailFilesTask({ id });
    await join(id);
    await runMailFilesTask({ id }, forgotten);
    const [seal, log] = await attached(id);
    expect(log).toMatchObject({ name: "trace.log", uploaderKind: "staff", uploaderId: agent.id, scan: "not_scanned" });
    expect(await stored(log?.id)).toBe("stopped at 8:00");
    expect(await rows(id)).toEqual([]);
    const message = (await thread(clientViewer(plant.filer)))?.items.find((one) => one.id === id);
    expect(message).toMatchObject({
      body: "It is 2023 R2.",
      files: [{ name: "trace.log" }],
      foldedFiles: [{ id: seal?.id, name: "smime.p7s" }],
    });
    const opened = await runAsViewer(clientViewer(plant.filer), "read", (context) => findFile(context, log?.id ?? ""));
    expect(opened).toMatchObject({ name: "trace.log" });
  });

  it("adds those that were still on their way once they arrive, and tells open pages", async () => {
    const id = await waiting([SEAL, LOG]);
    await join(id);
    expect((await said(id))?.body).toContain("trace.log had not arrived yet. If it still arrives, it is added here.");
    const events = () => asSystem("test look", (db) => db.$count(liveEvents, eq(liveEvents.threadId, plant.filed.id)));
    const before = await events();
    await expect(runMailFilesTask({ id }, withoutDownloads)).rejects.toMatchObject({ name: "MailNotFetched" });
    expect(await attached(id)).toEqual([]);
    await runMailFilesTask({ id });
    const [seal, log] = await attached(id);
    expect(log).toMatchObject({ uploaderKind: "staff", uploaderId: agent.id, threadId: plant.filed.id });
    expect((await said(id))?.foldedFiles).toEqual([seal?.id]);
    expect(await rows(id)).toEqual([]);
    expect(await events()).toBeGreaterThan(before);
  });

  it("at the very instant at which the job keeps a file, attaches it once and loses it never", async () => {
    for (let round = 0; round < 6; round++) {
      const id = await waiting([LOG], { text: `Round ${round}` });
      await Promise.all([join(id), runMailFilesTask({ id })]);
      expect(await attached(id)).toHaveLength(1);
      expect(await rows(id)).toEqual([]);
    }
  });

  it("names those for which the thread has no room any more", async () => {
    const id = await waiting();
    await runMailFilesTask({ id });
    await asSystem("test world", (db) =>
      db
        .update(mailFiles)
        .set({ sizeBytes: FILE_LIMITS.threadBytes + 1 })
        .where(eq(mailFiles.mailId, id)),
    );
    await join(id);
    expect((await said(id))?.body).toContain(
      "trace.log was not taken. All files of one case can have at most 200 MB together.",
    );
    expect(await attached(id)).toEqual([]);
  });

  it("holds a file that can run, as one that was sent in the portal", async () => {
    const id = await waiting([file("setup.bat", "@echo off\r\ndel *.*")]);
    await runMailFilesTask({ id });
    await join(id);
    const [held] = await attached(id);
    expect(held).toMatchObject({ scan: "held", heldFor: "script" });
    const open = (viewer: Viewer) => runAsViewer(viewer, "read", (context) => findFile(context, held?.id ?? ""));
    expect([await open(agent.viewer), await open(clientViewer(plant.filer))]).toEqual([null, null]);
  });
});

describe("files of a waiting mail", () => {
  it("are listed and opened for nobody who does not answer its thread", async () => {
    const id = await waiting();
    await runMailFilesTask({ id });
    const key = (await rows(id))[0]?.fileId ?? "";
    const others = await Promise.all([
      member(["account_manager"]),
      member(["subscription_manager"]),
      member(["marketing"]),
      member(["support_agent"], "Elsewhere", ["insource"]),
    ]);
    for (const who of others) {
      expect((await read(who, (context) => listMailFiles(context, [id]))).size).toBe(0);
      expect(await code(act(who, (context) => joinMail(context, { mail: id })))).toBe("NOT_FOUND");
      expect(await code(act(who, (context) => dismissMail(context, { mail: id })))).toBe("NOT_FOUND");
    }
    // Nobody opens the file before it is a file of a message, whoever knows its id.
    for (const viewer of [agent.viewer, clientViewer(plant.filer), clientViewer(plant.colleague)]) {
      expect(await runAsViewer(viewer, "read", (context) => findFile(context, key))).toBeNull();
    }
    expect(await rows(id)).toHaveLength(1);
  });

  it("are neither read nor deleted by a client, nor deleted by staff who do not answer, even by SQL", async () => {
    const id = await waiting();
    for (const statement of [sql`select 1 from mail_files`, sql`delete from mail_files`]) {
      const asked = runAsViewer(clientViewer(plant.filer), "write", ({ db }) => db.execute(statement));
      await expect(asked).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    const manager = await member(["account_manager"]);
    const elsewhere = await member(["support_agent"], "Elsewhere", ["insource"]);
    for (const who of [manager, elsewhere]) {
      await act(who, ({ db }) => db.execute(sql`delete from mail_files where mail_id = ${id}`));
    }
    expect(await rows(id)).toHaveLength(1);
  });
});

const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );
