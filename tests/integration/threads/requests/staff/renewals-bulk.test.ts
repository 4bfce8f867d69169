import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { FormUsed } from "@/lib/errors";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";
import { assignRenewalsAction } from "@/lib/threads/requests/renewals/bulk/actions";
import { findRenewalDeed } from "@/lib/threads/requests/renewals/bulk/queries";
import { assignRenewals } from "@/lib/threads/requests/renewals/bulk/service";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { createAgreement, nobodysId } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";
import { act, askedRequest, type Member, member, read, stored } from "./support";

/* Renewals that are chosen in their list: the requests about them are assigned. */

let manager: Member;
let colleague: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
  colleague = await member(["account_manager"], "Kim Duarte");
});

/** An agreement, and the newest request about its renewal. */
async function renewal(over: Partial<Parameters<typeof createRequest>[2]> = {}, brand = "cimsoft") {
  const { company, asker } = await askedRequest({}, brand);
  const agreement = await createAgreement(company);
  const request = await createRequest(company, asker, { kind: "renewal", agreementId: agreement.id, ...over });
  return { agreement, request };
}

const assign = (who: Member, numbers: string[], owner?: Member, id = uuidv7()) =>
  act(who, (context) => assignRenewals(context, { id, numbers, owner: owner?.id, query: "" }));
const deedOf = (who: Member, id: string) => read(who, (context) => findRenewalDeed(context, id));
const ownerOf = async (id: string) => (await stored(id)).row.ownerId;

describe("renewals that are chosen together", () => {
  it("have their requests assigned as each would be alone, and it is told which were left alone and why", async () => {
    const [one, mine, closed] = [
      await renewal(),
      await renewal({ ownerId: manager.id }),
      await renewal({ status: "closed" }),
    ];
    const { company } = await askedRequest();
    const quiet = await createAgreement(company);
    const numbers = [one.agreement.id, mine.agreement.id, closed.agreement.id, quiet.id, nobodysId(), one.agreement.id];
    const { id } = await assign(manager, numbers, manager);
    const deed = await deedOf(manager, id);
    expect(outcomeWords("assign", deed?.rows ?? [])).toBe(
      "1 assigned, 1 was already assigned so, 2 could not be assigned, 1 was not found.",
    );
    expect(new Map(deed?.left.map((row) => [row.id, row.why]))).toEqual(
      new Map([
        [closed.agreement.id, `${closed.request.number} is closed`],
        [quiet.id, "There is no request about its renewal"],
      ]),
    );
    expect(deed?.isUndoable).toBe(false);
    const { events } = await stored(one.request.id);
    await assign(manager, numbers, manager, id);
    expect(await ownerOf(one.request.id)).toBe(manager.id);
    expect((await stored(one.request.id)).events).toHaveLength(events.length);
    await expect(assign(manager, numbers, colleague, id)).rejects.toBeInstanceOf(FormUsed);
    await expect(assign(colleague, numbers, manager, id)).rejects.toBeInstanceOf(FormUsed);
    expect(await ownerOf(closed.request.id)).toBeNull();
    await assign(colleague, [one.agreement.id]);
    expect(await ownerOf(one.request.id)).toBeNull();
  });

  it("are given to nobody who does not work requests of the brand", async () => {
    const { agreement, request } = await renewal();
    const elsewhere = await member(["account_manager"], "Elsewhere", ["insource"]);
    for (const who of [await member(["support_agent"]), elsewhere]) {
      const { id } = await assign(manager, [agreement.id], who);
      expect((await deedOf(manager, id))?.rows).toMatchObject([{ number: agreement.id, outcome: "refused" }]);
    }
    expect(await ownerOf(request.id)).toBeNull();
  });

  it("lead back to their list", async () => {
    const sender: Sender = { brand: "cimsoft", account: { kind: "staff", id: manager.id } };
    const { agreement, request } = await renewal();
    const form = { id: uuidv7(), "numbers[]": agreement.id, owner: manager.id, query: "window=30&chosen=y" };
    const first = await send(assignRenewalsAction, sender, form);
    expect(first).toMatchObject({ kind: "redirected", to: `/staff/renewals?window=30&did=${form.id}` });
    expect(await send(assignRenewalsAction, sender, form)).toEqual(first);
    expect(await ownerOf(request.id)).toBe(manager.id);
    for (const numbers of [[], ["no id"], Array(101).fill(agreement.id)]) {
      const bad = { ...form, id: uuidv7(), "numbers[]": numbers };
      expect((await send(assignRenewalsAction, sender, bad)).kind).toBe("refused");
    }
  });
});

describe("strangers to renewals", () => {
  it("assign nothing: who does not work requests, works elsewhere, or is signed out", async () => {
    const { agreement, request } = await renewal();
    for (const role of ["support_agent", "marketing"] as const) {
      await expect(assign(await member([role]), [agreement.id], manager)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const elsewhere = await member(["account_manager"], "Elsewhere", ["insource"]);
    const { id } = await assign(elsewhere, [agreement.id], elsewhere);
    expect((await deedOf(elsewhere, id))?.rows).toEqual([{ number: agreement.id, outcome: "missing" }]);
    expect((await deedOf(elsewhere, id))?.left).toEqual([]);
    expect(await deedOf(manager, id)).toBeNull();
    const form = { id: uuidv7(), "numbers[]": agreement.id, owner: manager.id, query: "" };
    await send(assignRenewalsAction, { brand: "cimsoft" }, form);
    expect(await ownerOf(request.id)).toBeNull();
  });
});
