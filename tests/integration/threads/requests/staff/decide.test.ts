import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { changeRequests } from "@/db/schema";
import { runAsViewer } from "@/db/viewer";
import { declineChange } from "@/lib/threads/requests/changes/staff/service";
import { answerRequest } from "@/lib/threads/requests/staff/service";
import { setRequestStatus } from "@/lib/threads/requests/staff/work/service";
import { clientViewer } from "@/tests/support/world";
import { sayIn } from "../mail/support";
import {
  act,
  approve,
  askedChange,
  decisionForm,
  type Member,
  member,
  refusal,
  stored,
  storedContact,
} from "./support";

let administrator: Member;
let other: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
  other = await member(["administrator"], "Ivo Brandt");
});

describe("the decision of a change", () => {
  it("is made once: of two administrators at once the second is told so", async () => {
    const { asker, row, number } = await askedChange("name", "Robin Mayer");
    const ends = await Promise.allSettled([
      approve(administrator, decisionForm(number, "Robin Meyer")),
      act(other, (context) => declineChange(context, { id: uuidv7(), number, sentence: "No." })),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = ends.find((end) => end.status === "rejected");
    expect(lost?.status === "rejected" && lost.reason).toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/(approved|declined) this change meanwhile/),
    });
    const now = await stored(row.id);
    expect(now.said).toHaveLength(2);
    expect((await storedContact(asker.id)).name).toBe(now.change?.state === "approved" ? "Robin Mayer" : "Robin Meyer");
  });

  it("that declines changes nothing of the contact", async () => {
    const { asker, row, number } = await askedChange("name", "Robin Mayer");
    const before = await storedContact(asker.id);
    await act(administrator, (context) => declineChange(context, { id: uuidv7(), number, sentence: "Send us proof." }));
    expect(await storedContact(asker.id)).toEqual(before);
    const now = await stored(row.id);
    expect(now.change).toMatchObject({ state: "declined", applied: null, decidedByName: "Noor Haddad" });
    expect([now.row.status, now.said.at(-1)?.body]).toEqual(["closed", "Send us proof."]);
    expect(await refusal(approve(administrator, decisionForm(number, "Robin Meyer")))).toBe(
      "CONFLICT: Noor Haddad declined this change meanwhile.",
    );
  });

  it("is made on the values that the administrator saw, of a request that is open", async () => {
    const { asker, number } = await askedChange("name", "Robin Mayer");
    expect(await refusal(approve(administrator, decisionForm(number, "Robin M.")))).toMatch(
      /^CONFLICT: The name has changed meanwhile: it is “Robin Meyer” now/,
    );
    await act(administrator, (context) => setRequestStatus(context, { number, status: "closed", from: "new" }));
    expect(await refusal(approve(administrator, decisionForm(number, "Robin Meyer")))).toMatch(
      /^CONFLICT: The request was closed without a decision/,
    );
    expect((await storedContact(asker.id)).name).toBe("Robin Meyer");
  });

  it("is not made over a message that came meanwhile, from the client or from a colleague", async () => {
    const { asker, row, number } = await askedChange("name", "Robin Mayer");
    const seen = row.id;
    const said = await sayIn(row, asker, "I made a mistake, do not change it.");
    const declined = (over: object) =>
      act(administrator, (context) => declineChange(context, { id: uuidv7(), number, sentence: "No.", ...over }));
    const approved = () => approve(administrator, decisionForm(number, "Robin Meyer", { seen }));
    for (const decided of [approved, () => declined({ seen })]) {
      expect(await refusal(decided())).toMatch(/^CONFLICT: Robin Meyer wrote meanwhile\. Read it in the conversation/);
    }
    const now = await stored(row.id);
    expect([now.row.status, now.change?.state, now.said.length]).toEqual([row.status, "waiting", 2]);
    expect((await storedContact(asker.id)).name).toBe("Robin Meyer");
    await act(other, (context) =>
      answerRequest(context, { id: uuidv7(), number, body: "Sure?", files: [], then: "answered" }),
    );
    expect(await refusal(declined({ seen: said }))).toMatch(/^CONFLICT: Ivo Brandt wrote meanwhile/);
    await declined({ seen: (await stored(row.id)).said.at(-1)?.id });
    expect((await stored(row.id)).change?.state).toBe("declined");
  });

  it.each([
    ["an account manager", ["account_manager"] as const, ["cimsoft", "insource"], /^FORBIDDEN: Administrators/],
    ["a subscription manager", ["subscription_manager"] as const, ["cimsoft"], /^FORBIDDEN: Administrators/],
    ["a support agent", ["support_agent"] as const, ["cimsoft"], /^NOT_FOUND/],
    ["marketing", ["marketing"] as const, ["cimsoft"], /^NOT_FOUND/],
    ["an administrator of the other brand", ["administrator"] as const, ["insource"], /^NOT_FOUND/],
  ])("is not made by %s", async (_, roles, brands, sentence) => {
    const { asker, row, number } = await askedChange("name", "Robin Mayer");
    const outsider = await member([...roles], "Out Sider", brands);
    expect(await refusal(approve(outsider, decisionForm(number, "Robin Meyer")))).toMatch(sentence);
    const declined = act(outsider, (context) => declineChange(context, { id: uuidv7(), number, sentence: "No." }));
    expect(await refusal(declined)).toMatch(sentence);
    // Nor by a statement of their own: the database writes nothing for them.
    await act(outsider, ({ db }) =>
      db.update(changeRequests).set({ applied: "mine" }).where(eq(changeRequests.requestId, row.id)),
    );
    const now = await stored(row.id);
    expect([now.change?.state, now.change?.applied, now.said.length]).toEqual(["waiting", null, 1]);
    expect((await storedContact(asker.id)).name).toBe("Robin Meyer");
  });

  it("is not made by a client, not even by SQL in the client's role", async () => {
    const { asker, row } = await askedChange("name", "Robin Mayer");
    await expect(
      runAsViewer(clientViewer(asker), "write", ({ db }) =>
        db.update(changeRequests).set({ state: "approved" }).where(eq(changeRequests.requestId, row.id)),
      ),
    ).rejects.toThrow();
    expect((await stored(row.id)).change?.state).toBe("waiting");
  });

  it("is made of changes of details alone", async () => {
    const { number } = await askedChange("name", "Robin Mayer");
    expect(await refusal(approve(administrator, decisionForm("R-999999999999", "")))).toMatch(/^NOT_FOUND/);
    expect(number).toMatch(/^R-\d+$/);
  });
});
