import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Transaction } from "@/db/client";
import { files, mailFiles, messages, threads, wholeMails } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { configuredReceiver } from "@/lib/mail/inbound/resend";
import { runMailFilesTask } from "@/lib/mail/inbound/waiting-files";
import { mergeCase } from "@/lib/threads/cases/staff/merges/service";
import { dismissMail, joinMail } from "@/lib/threads/received/service";
import { clientViewer } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { caseRow, createPlant, messagesOf, type Plant, type ResendWorld, startResend } from "../cases/mail/support";
import { act, type Member, member } from "../cases/staff/support";
import { arriveFrom, mailRow, seenThread, UNPROVEN } from "./support";

/* Mail that waits in a case that was merged meanwhile. */

let resend: ResendWorld;
let agent: Member;
beforeAll(async () => {
  resend = await startResend();
  agent = await member(["support_agent"], "Dana Whitfield");
});
afterAll(() => resend.close());

const LOG = {
  ...{ filename: "trace.log", content_type: "text/plain" },
  content: Buffer.from("stopped at 8:00").toString("base64"),
};

/** A mail that waits in a case, and two further cases of the company. */
async function waiting() {
  const plant = await createPlant();
  const id = await arriveFrom(resend, plant, { ...UNPROVEN, attachments: [LOG] });
  const [into, last] = [await createCase(plant.company, plant.filer), await createCase(plant.company, plant.filer)];
  return { plant, id, into, last };
}

const merge = (number: string, into: string, { colleague }: Plant) =>
  act(agent, (context) => mergeCase(context, { number, into, add: [colleague.id] }));
const mergeFiled = (plant: Plant, into: string) => merge(plant.filed.number, into, plant);
const join = (mail: string) => act(agent, (context) => joinMail(context, { mail }));
const fetchFiles = (id: string) => runMailFilesTask({ id }, configuredReceiver());
const look = <T>(work: (db: Transaction) => Promise<T>) => asSystem("test look", work);
const filesOf = (mail: string) => look((db) => db.select().from(files).where(eq(files.messageId, mail)));
const wholeOf = async (mail: string) => {
  const [row] = await look((db) => db.select().from(wholeMails).where(eq(wholeMails.id, mail)));
  return row;
};

it("becomes a message where the case goes on, with its files and its whole text, and leads there", async () => {
  const { plant, id, into, last } = await waiting();
  await fetchFiles(id);
  const before = await messagesOf(plant.filed.id);
  await mergeFiled(plant, into.number);
  await merge(into.number, last.number, plant);
  expect(await join(id)).toMatchObject({ kind: "case", number: last.number });
  expect(await join(id)).toMatchObject({ number: last.number });
  expect((await messagesOf(last.id)).at(-1)).toMatchObject({ id, body: "It is 2023 R2.", source: "mail" });
  expect(await messagesOf(plant.filed.id)).toEqual(before);
  expect(await caseRow(plant.filed.id)).toMatchObject({ status: "closed", closeReason: "merged" });
  expect(await mailRow(id)).toMatchObject({ state: "joined", threadId: last.id });
  expect(await filesOf(id)).toMatchObject([{ name: "trace.log", threadId: last.id }]);
  const seen = (await seenThread(agent.viewer, last.id))?.items.find((item) => item.id === id);
  expect(seen).toMatchObject({ kind: "message", wholeMail: id });
});

it("gets a file there that comes later", async () => {
  const { plant, id, into } = await waiting();
  await mergeFiled(plant, into.number);
  await join(id);
  await fetchFiles(id);
  expect(await filesOf(id)).toMatchObject([{ name: "trace.log", threadId: into.id }]);
  expect(await look((db) => db.select().from(mailFiles).where(eq(mailFiles.mailId, id)))).toEqual([]);
});

it("goes there where the same mail came to both", async () => {
  const { plant, id, into } = await waiting();
  const twin = await arriveFrom(resend, { ...plant, filed: into }, { ...UNPROVEN, attachments: [LOG] });
  const digest = (await wholeOf(id))?.digest ?? null;
  await look((db) => db.update(wholeMails).set({ digest }).where(eq(wholeMails.id, twin)));
  await mergeFiled(plant, into.number);
  await join(id);
  expect(await wholeOf(id)).toMatchObject({ threadId: into.id });
});

it("is locked with the case in which it goes on alone, so that it waits for nobody who merges", async () => {
  const { plant, id, into } = await waiting();
  await mergeFiled(plant, into.number);
  await look(async (db) => {
    await db.select({ id: threads.id }).from(threads).where(eq(threads.id, plant.filed.id)).for("update");
    expect(await join(id)).toMatchObject({ number: into.number });
  });
});

it("that was joined or put away before stays where it was", async () => {
  const [joined, away] = [await waiting(), await waiting()];
  await join(joined.id);
  await act(agent, (context) => dismissMail(context, { mail: away.id }));
  for (const { plant, id, into } of [joined, away]) {
    await mergeFiled(plant, into.number);
    expect(await join(id)).toMatchObject({ number: plant.filed.number });
    expect(await mailRow(id)).toMatchObject({ threadId: plant.filed.id });
    expect(await look((db) => db.select().from(messages).where(eq(messages.threadId, into.id)))).toHaveLength(1);
  }
});

it("is moved by nobody who does not answer cases of the brand, under the second wall", async () => {
  const { plant, id, into } = await waiting();
  const move = (viewer: Viewer) =>
    runAsViewer(viewer, "write", ({ db }) => db.execute(sql`select mail_goes_on(${id}::uuid)`));
  await move(agent.viewer);
  expect(await mailRow(id)).toMatchObject({ threadId: plant.filed.id });
  await mergeFiled(plant, into.number);
  const outsiders = [
    await member(["account_manager"]),
    await member(["marketing"]),
    await member(["support_agent"], "Lee Park", ["insource"]),
  ];
  for (const { viewer } of outsiders) await move(viewer);
  await expect(move(clientViewer(plant.filer))).rejects.toThrow();
  expect(await mailRow(id)).toMatchObject({ threadId: plant.filed.id, state: "unverified" });
  await move(agent.viewer);
  expect(await mailRow(id)).toMatchObject({ threadId: into.id, state: "unverified" });
});
