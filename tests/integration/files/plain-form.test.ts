import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { messages, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { FILE_LIMITS } from "@/lib/files/rules";
import { LIMITS, reserve } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import { createCompany, createContact, createStaff } from "../../support/world";
import { createCase, createRequest } from "../../support/world-threads";
import { formOf, plant, post, say, storedNames, visitor } from "./support";

vi.mock("next/headers", () => import("../../support/next-headers"));

const filesOf = (uploaderId: string) =>
  asSystem("test looks", async (db) => {
    const [row] = await db.execute<{ count: number; bytes: string }>(
      sql`select count(*)::int as count, coalesce(sum(size_bytes), 0) as bytes from files where uploader_id = ${uploaderId}::uuid`,
    );
    return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0) };
  });

describe("the form of files without JavaScript", () => {
  it("attaches a file to its sender's own message and leads back to the case", async () => {
    const { by, filer, case: row } = await plant();
    const message = await say(row, filer);
    const fields = { number: row.number, message };
    const response = await post(
      by,
      formOf(
        [
          { name: "a.txt", content: "a" },
          { name: "b.txt", content: "b" },
        ],
        fields,
      ),
    );
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/cases/${row.number}#m-${message}`);
    expect((await filesOf(filer.id)).count).toBe(2);

    const full = await post(
      by,
      formOf(
        Array.from({ length: 19 }, (_, i) => ({ name: `${i}`, content: "x" })),
        fields,
      ),
    );
    expect(full.headers.get("location")).toBe(`/cases/${row.number}?files=too-many#m-${message}`);
    const large = await post(by, formOf([{ name: "c", content: new Uint8Array(FILE_LIMITS.fileBytes + 1) }], fields));
    expect(large.headers.get("location")).toBe(`/cases/${row.number}?files=too-large#m-${message}`);
    expect((await post(by, formOf([{ name: "", content: "" }], fields))).headers.get("location")).toContain(
      "files=none",
    );
    expect((await filesOf(filer.id)).count).toBe(2);
  });

  it("adds files to the newest message alone, for an hour, while the case is open, and as often as messages may be sent", async () => {
    const { by, filer, case: row } = await plant();
    const [older, newest] = [await say(row, filer), await say(row, filer)];
    await say(row, await createStaff(["support_agent"]), "staff");
    const add = async (message: string) => {
      const response = await post(by, formOf([{ name: "a.txt", content: "a" }], { number: row.number, message }));
      expect(response.status).toBe(303);
      return response.headers.get("location");
    };
    const before = await storedNames();
    expect(await add(older)).toBe(`/cases/${row.number}?files=too-late#m-${older}`);
    expect(await storedNames()).toEqual(before);
    expect(await add(newest)).toBe(`/cases/${row.number}#m-${newest}`);
    const setStatus = (status: "closed" | "in_progress") =>
      asSystem("test world", (db) =>
        db
          .update(threads)
          .set(
            status === "closed"
              ? { status, closeReason: "solved", closedAt: new Date() }
              : { status, closeReason: null, closedAt: null },
          )
          .where(eq(threads.id, row.id)),
      );
    await setStatus("closed");
    expect(await add(newest)).toContain("files=too-late");
    await setStatus("in_progress");
    const age = (minutes: number) =>
      asSystem("test world", (db) =>
        db
          .update(messages)
          .set({ createdAt: new Date(Date.now() - minutes * 60_000) })
          .where(eq(messages.id, newest)),
      );
    await asSystem("test world", (db) =>
      db
        .update(messages)
        .set({ createdAt: new Date(Date.now() - 90 * 60_000) })
        .where(eq(messages.id, older)),
    );
    await asSystem("test world", (db) =>
      db
        .update(messages)
        .set({ createdAt: new Date(Date.now() - 95 * 60_000) })
        .where(eq(messages.id, row.id)),
    );
    await age(61);
    expect(await add(newest)).toContain("files=too-late");
    await age(59);
    expect(await add(newest)).not.toContain("files=");
    const counts = Array(LIMITS.messageByAccount.hits - 5).fill({
      limit: "messageByAccount",
      subject: `files.attach\0contact\0${filer.id}`,
    });
    expect(await reserve(counts, systemNow())).toBe(true);
    expect(await add(newest)).toContain("files=too-often");
    expect((await filesOf(filer.id)).count).toBe(2);
  });

  it("leads staff back to their page of the case", async () => {
    const { case: row } = await plant("insource");
    const agent = await createStaff(["support_agent"]);
    const message = await say(row, agent, "staff");
    const by = await visitor(agent, "cimsoft", "staff");
    const response = await post(by, formOf([{ name: "a.txt", content: "a" }], { number: row.number, message }));
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/staff/cases/${row.number}#m-${message}`);
    expect(await filesOf(agent.id)).toMatchObject({ count: 1 });
  });

  it("attaches a file to a request, as long as the request is open", async () => {
    const company = await createCompany();
    const asker = await createContact(company, { casesScope: "none", requestsScope: "own" });
    const colleague = await createContact(company, { requestsScope: "company" });
    const row = await createRequest(company, asker);
    const send = async (by: typeof asker) =>
      post(
        await visitor(by, "cimsoft"),
        formOf([{ name: "a.txt", content: "a" }], { number: row.number, message: row.id }),
      );
    const sent = await send(asker);
    expect(sent.status).toBe(303);
    expect(sent.headers.get("location")).toBe(`/account-team/${row.number}#m-${row.id}`);
    expect((await send(colleague)).status).toBe(404);
    expect((await send(await createContact(company, { requestsScope: "own" }))).status).toBe(404);
    await asSystem("test world", (db) =>
      db.update(threads).set({ status: "closed", closedAt: new Date() }).where(eq(threads.id, row.id)),
    );
    expect((await send(asker)).headers.get("location")).toContain("files=too-late");
    expect((await filesOf(asker.id)).count).toBe(1);
  });

  it("refuses the message of somebody else, and keeps no file then", async () => {
    const { by, filer, case: row, company } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const theirs = await createCase(company, colleague);
    const answered = await say(row, await createStaff(["support_agent"]), "staff");
    const before = await storedNames();
    for (const fields of [
      { number: row.number, message: answered },
      { number: row.number, message: await say(row, colleague) },
      { number: row.number, message: theirs.id },
      { number: theirs.number, message: theirs.id },
      { number: "C-999999999", message: row.id },
      { number: "../staff", message: row.id },
      { number: row.number, message: "x" },
    ]) {
      const response = await post(by, formOf([{ name: "a.txt", content: "a" }], fields));
      expect(response.status).toBe(404);
    }
    expect((await filesOf(filer.id)).count).toBe(0);
    expect(await storedNames()).toEqual(before);
  });
});
