import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { invitations } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { FormUsed } from "@/lib/errors";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";
import { bulkDisableAction, bulkInviteAction } from "@/lib/people/edits/contacts/bulk/actions";
import { findContactDeed } from "@/lib/people/edits/contacts/bulk/queries";
import { bulkInviteSchema } from "@/lib/people/edits/contacts/bulk/schema";
import { disableMany, inviteMany } from "@/lib/people/edits/contacts/bulk/service";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { nobodysId, unique } from "@/tests/support/world";
import { act, contactRow, historyOf, household, STRANGERS, stranger } from "./support";

/* What administrators do to contacts who are chosen in their list. */

let administrator: Member;
let colleague: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
  colleague = await member(["administrator"], "Ruth Adeyemi");
});

const invite = (who: Member, numbers: string[], id = uuidv7()) =>
  act(who, (context) => inviteMany(context, { id, numbers, query: "" }));
const disable = (who: Member, numbers: string[], reason?: string, id = uuidv7()) =>
  act(who, (context) => disableMany(context, { id, numbers, reason, query: "" }));
const deedOf = (who: Member, id: string) => read(who, (context) => findContactDeed(context, id));
const outcomes = async (who: Member, id: string) =>
  Object.fromEntries((await deedOf(who, id))?.rows.map(({ number, outcome }) => [number, outcome]) ?? []);
const invitationsOf = (contactId: string) =>
  asSystem("test looks", (db) => db.select().from(invitations).where(eq(invitations.contactId, contactId)));
const actionsOn = async (id: string) => (await historyOf(id)).map(({ action }) => action);

describe("contacts who are chosen together", () => {
  it("are invited with one mail each, but not who signs in already, is disabled or was invited today", async () => {
    const { contact: fresh } = await household();
    const { contact: member } = await household({ passwordHash: "x", name: "Signs In" });
    const { contact: closed } = await household({ closedAt: new Date(), name: "Closed" });
    const { contact: asked } = await household({ name: "Asked" });
    await invite(administrator, [asked.id]);
    const all = [fresh.id, member.id, closed.id, asked.id, fresh.id];
    const { id } = await invite(administrator, all);
    const deed = await deedOf(administrator, id);
    expect(outcomeWords("invite", deed?.rows ?? [])).toBe("1 invited, 3 could not be invited.");
    expect(deed?.left).toEqual([
      { id: asked.id, name: "Asked", why: "Invited within the last day" },
      { id: closed.id, name: "Closed", why: "The account is disabled" },
      { id: member.id, name: "Signs In", why: "Signs in already" },
    ]);
    expect(deed?.isUndoable).toBe(false);
    expect(await actionsOn(fresh.id)).toEqual(["contact.invited"]);
    expect(await invitationsOf(asked.id)).toHaveLength(1);
    expect(await invitationsOf(member.id)).toEqual([]);
    await invite(administrator, all, id);
    expect(await invitationsOf(fresh.id)).toHaveLength(1);
  });

  it("are disabled with the reason, each with its line in the log; who is disabled already is told nothing", async () => {
    const { contact: open } = await household();
    const { contact: closed } = await household({ closedAt: new Date() });
    const { id } = await disable(administrator, [open.id, closed.id], "Left the company.");
    expect(await outcomes(administrator, id)).toEqual({ [open.id]: "done", [closed.id]: "already" });
    expect((await contactRow(open.id)).closedAt).not.toBeNull();
    expect(await historyOf(open.id)).toMatchObject([
      { action: "contact.disabled", details: { reason: "Left the company." } },
    ]);
    expect(await actionsOn(closed.id)).toEqual([]);
  });

  it("are one deed however often the form comes, and another form under its id is refused", async () => {
    const [{ contact: one }, { contact: another }] = [await household(), await household()];
    const { id } = await disable(administrator, [one.id]);
    await disable(administrator, [one.id], undefined, id);
    expect(await actionsOn(one.id)).toEqual(["contact.disabled"]);
    await expect(disable(administrator, [another.id], undefined, id)).rejects.toBeInstanceOf(FormUsed);
    await expect(invite(administrator, [one.id], id)).rejects.toBeInstanceOf(FormUsed);
    await expect(disable(colleague, [another.id], undefined, id)).rejects.toBeInstanceOf(FormUsed);
    expect((await contactRow(another.id)).closedAt).toBeNull();
  });
});

describe("the forms of chosen contacts", () => {
  const sender = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
  const query = "mine=yes&after=W10&chosen=x";

  it("lead back to the list with its filters and what was done, and are answered the same when sent again", async () => {
    const { contact } = await household();
    for (const action of [bulkInviteAction, bulkDisableAction]) {
      const form = { id: uuidv7(), "numbers[]": contact.id, query };
      const first = await send(action, sender(administrator), form);
      expect(first).toMatchObject({ kind: "redirected", to: `/staff/contacts?mine=yes&did=${form.id}` });
      expect(await send(action, sender(administrator), form)).toEqual(first);
    }
    expect(await actionsOn(contact.id)).toEqual(["contact.disabled", "contact.invited"]);
  });

  it("are refused without a row, with too many and with what is no id", async () => {
    for (const numbers of [[], ["no id"], Array(101).fill(nobodysId())]) {
      expect(bulkInviteSchema.safeParse({ id: uuidv7(), query: "", numbers }).success).toBe(false);
    }
    expect((await send(bulkInviteAction, sender(administrator), { id: uuidv7(), query })).kind).toBe("refused");
  });
});

describe("strangers to chosen contacts", () => {
  it.each(STRANGERS)("%s changes nothing", async (_, roles, brands) => {
    const { contact } = await household({ name: unique("Kept") });
    const who = await stranger(roles, brands);
    for (const deed of [invite, disable]) {
      const done = await deed(who, [contact.id]).catch((error: unknown) => error);
      if (roles.includes("administrator") && brands.length > 0) {
        // Works elsewhere, and finds nobody here.
        const { id } = done as { id: string };
        expect(await outcomes(who, id)).toEqual({ [contact.id]: "missing" });
        expect((await deedOf(who, id))?.left).toEqual([]);
      } else {
        expect(done).toMatchObject({ code: "FORBIDDEN" });
      }
    }
    expect((await contactRow(contact.id)).closedAt).toBeNull();
    expect(await invitationsOf(contact.id)).toEqual([]);
    expect(await historyOf(contact.id)).toEqual([]);
  });

  it("see no deed of somebody else", async () => {
    const { contact } = await household();
    const { id } = await disable(administrator, [contact.id]);
    expect(await deedOf(colleague, id)).toBeNull();
    expect(await deedOf(administrator, nobodysId())).toBeNull();
  });
});
