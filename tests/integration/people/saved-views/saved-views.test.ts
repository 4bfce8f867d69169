import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { auditEvents, savedViews } from "@/db/schema";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { removeViewSchema, saveViewSchema, viewHref } from "@/lib/people/saved-views/schema";
import { removeView, saveView } from "@/lib/people/saved-views/service";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

const agent = async () => staffViewer(await createStaff(["support_agent"]));

const save = (viewer: StaffViewer, over: object = {}) => {
  const form = { id: uuidv7(), list: "cases", name: "Late ones", query: "late=yes", ...over };
  return runAsViewer(viewer, "write", (context) => saveView(context, saveViewSchema.parse(form)));
};
const remove = (viewer: StaffViewer, view: string) =>
  runAsViewer(viewer, "write", (context) =>
    removeView(context, removeViewSchema.parse({ view, list: "cases", query: "" })),
  );
const views = (viewer: StaffViewer, list: "cases" | "mail" = "cases") =>
  runAsViewer(viewer, "read", (context) => listSavedViews(context, list));

describe("saved views", () => {
  it("keep the filters of one list under a name, without place, deed and chosen rows, sorted by name", async () => {
    const me = await agent();
    await save(me, { name: "stopped", query: "severity=production_stopped&after=W10&did=x&chosen=C-100001" });
    await save(me);
    await save(me, { list: "mail", name: "Bounced", query: "standing=bounced" });
    const found = await views(me);
    expect(found.map(({ name, query }) => [name, query])).toEqual([
      ["Late ones", "late=yes"],
      ["stopped", "severity=production_stopped"],
    ]);
    expect(viewHref("cases", found[1]?.query ?? "")).toBe("/staff/cases?severity=production_stopped");
    expect(viewHref("mail", "")).toBe("/staff/mail");
    expect((await views(me, "mail")).map(({ name }) => name)).toEqual(["Bounced"]);
  });

  it("have each name once, whatever its case, and at most thirty in a list", async () => {
    const me = await agent();
    await save(me);
    await expect(save(me, { name: "LATE ones" })).rejects.toMatchObject({ code: "INVALID", field: "name" });
    for (let index = 1; index < 30; index++) await save(me, { name: `View ${index}` });
    await expect(save(me, { name: "One more" })).rejects.toMatchObject({ code: "INVALID", field: "name" });
    await save(me, { name: "One more", list: "requests" });
  });

  it("are saved once by two clicks at once, and each change is in the log", async () => {
    const me = await agent();
    const id = uuidv7();
    await Promise.all([save(me, { id }), save(me, { id })]);
    await expect(save(me, { id, name: "Other" })).rejects.toBeInstanceOf(FormUsed);
    expect(await views(me)).toHaveLength(1);
    await remove(me, id);
    await remove(me, id);
    const lines = await asSystem("test reads the log", (db) =>
      db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.entityId, id)),
    );
    expect(lines.map(({ action }) => action).sort()).toEqual(["saved-view.removed", "saved-view.saved"]);
  });

  it("take no list or name that there is not", () => {
    const form = { id: uuidv7(), list: "cases", name: "x", query: "" };
    expect(saveViewSchema.safeParse({ ...form, list: "audit" }).success).toBe(false);
    expect(saveViewSchema.safeParse({ ...form, name: "  " }).success).toBe(false);
    expect(saveViewSchema.safeParse({ ...form, query: "q=".padEnd(1_001, "x") }).success).toBe(false);
  });
});

describe("a saved view and others", () => {
  it("is nobody else's to see, to take the id of or to remove, by either wall", async () => {
    const [me, other] = [await agent(), staffViewer(await createStaff(["administrator"]))];
    const id = uuidv7();
    await save(me, { id });
    expect(await views(other)).toEqual([]);
    await expect(save(other, { id })).rejects.toBeInstanceOf(AppError);
    await remove(other, id);
    const bare = await runAsViewer(other, "write", async ({ db }) => {
      await db.delete(savedViews).where(eq(savedViews.id, id));
      return db.select().from(savedViews).where(eq(savedViews.id, id));
    });
    expect(bare).toEqual([]);
    const forged = runAsViewer(other, "write", ({ db }) =>
      db.insert(savedViews).values({ id: uuidv7(), staffId: me.staffId, list: "cases", name: "Planted", query: "" }),
    );
    await expect(forged).rejects.toMatchObject({ cause: { code: "42501" } });
    expect((await views(me)).map((view) => view.id)).toEqual([id]);
  });

  it("is nothing to a client", async () => {
    const contact = await createContact(await createCompany());
    const read = runAsViewer(clientViewer(contact), "read", ({ db }) => db.select().from(savedViews));
    await expect(read).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
