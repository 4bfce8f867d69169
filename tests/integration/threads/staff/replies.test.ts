import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import StaffRepliesPage from "@/app/staff/replies/page";
import { cannedReplies } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { addReplyAction, removeReplyAction, saveReplyAction } from "@/lib/threads/staff/canned-replies/actions";
import { listEditedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let agent: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
});

const staffOf = ({ id }: Member, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const text = (over: Record<string, string> = {}) => ({
  ...{ id: nobodysId(), brand: "cimsoft", kind: "case", title: `Restart ${nobodysId()}`, body: "Restart it, {name}." },
  ...over,
});
const storedReply = async (id: string) =>
  (await asSystem("test looks", (db) => db.select().from(cannedReplies).where(eq(cannedReplies.id, id))))[0];

describe("canned replies", () => {
  it("are added at the end, changed and removed by whoever answers threads of their kind", async () => {
    const form = text();
    const list = { brand: "cimsoft", kind: "case" } as const;
    const to = "/staff/replies?brand=cimsoft&kind=case&note=";
    expect(await send(addReplyAction, staffOf(agent), form)).toEqual({ kind: "redirected", to: `${to}added` });
    const added = (await read(agent, (context) => listEditedReplies(context, list))).at(-1);
    expect(added).toMatchObject({ id: form.id, title: form.title, unknown: [] });
    const change = { reply: form.id, seen: added?.seen ?? "", title: form.title, body: "Restart it, {nmae}." };
    expect(await send(saveReplyAction, staffOf(agent), change)).toEqual({ kind: "redirected", to: `${to}saved` });
    const saved = (await read(agent, (context) => listEditedReplies(context, list))).at(-1);
    expect(saved).toMatchObject({ body: change.body, unknown: ["{nmae}"] });
    // Made from what was on screen before: it would undo the colleague's.
    const late = await send(saveReplyAction, staffOf(agent), { ...change, body: "Something else." });
    expect(late).toMatchObject({ kind: "refused", result: { values: { body: "Something else." } } });
    expect(await send(removeReplyAction, staffOf(agent), { reply: form.id })).toEqual({
      kind: "redirected",
      to: `${to}removed`,
    });
    expect(await storedReply(form.id)).toBeUndefined();
  });

  it("have each a name of their own in their list, and words in them", async () => {
    const form = text();
    await send(addReplyAction, staffOf(agent), form);
    const twin = await send(addReplyAction, staffOf(agent), text({ title: form.title }));
    expect(twin).toMatchObject({ kind: "refused", result: { fieldErrors: { title: [/has this name/] } } });
    const elsewhere = await send(addReplyAction, staffOf(agent), text({ title: form.title, brand: "insource" }));
    expect(elsewhere.kind).toBe("redirected");
    const empty = await send(addReplyAction, staffOf(agent), text({ title: " ", body: "" }));
    expect(empty).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { title: ["Give it a name."], body: ["Write the text."] } },
    });
  });

  it("are written by nobody else", async () => {
    const form = text();
    await send(addReplyAction, staffOf(agent), form);
    const seen = (await storedReply(form.id))?.updatedAt.toISOString() ?? "";
    const client = await createContact(await createCompany(), { casesScope: "company" });
    const outsiders: Sender[] = [
      { brand: "cimsoft" },
      contactOf(client),
      staffOf(await member(["marketing"])),
      staffOf(await member(["account_manager"])),
      staffOf(await member(["support_agent"], "Lee Park", ["insource"])),
    ];
    for (const sender of outsiders) {
      for (const outcome of [
        await send(addReplyAction, sender, text()),
        await send(saveReplyAction, sender, { reply: form.id, seen, title: "Mine", body: "Mine" }),
        await send(removeReplyAction, sender, { reply: form.id }),
      ]) {
        if (outcome.kind === "redirected") expect(outcome.to).toMatch(/^\/login/);
      }
    }
    expect(await storedReply(form.id)).toMatchObject({ title: form.title, body: form.body });
    // Nor by SQL of their own: the second wall.
    for (const { viewer } of [
      await member(["account_manager"]),
      await member(["support_agent"], "Lee", ["insource"]),
    ]) {
      const tried = await runAsViewer(viewer, "write", ({ db }) =>
        db.delete(cannedReplies).where(eq(cannedReplies.id, form.id)),
      );
      expect(tried.count).toBe(0);
    }
  });

  it("stand on a page of the kinds that its reader answers", async () => {
    const see = async (sender: Sender, query: Record<string, string> = {}) => {
      const seen = await seePage(StaffRepliesPage, sender, { searchParams: Promise.resolve(query) });
      return seen.status === 200 ? seen.html : seen.status;
    };
    const form = text();
    await send(addReplyAction, staffOf(agent), form);
    expect(await see(staffOf(agent), { kind: "case" })).toContain(form.title);
    expect(await see(staffOf(agent), { kind: "chat" })).not.toContain(form.title);
    for (const query of [{ kind: "request" }, { kind: "x" }, { brand: "nobody" }] as Record<string, string>[]) {
      expect(await see(staffOf(agent), query)).toBe(404);
    }
    expect(await see(staffOf(await member(["marketing"])))).toBe(403);
  });
});
