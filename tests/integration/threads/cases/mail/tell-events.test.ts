import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { staff, threadEvents, threadParticipants } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { addParticipant } from "@/lib/threads/cases/participants/service";
import { closeCase, replyToCase } from "@/lib/threads/cases/service";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { assignCase } from "@/lib/threads/cases/staff/triage/service";
import { actorOf } from "@/lib/threads/service";
import { createContact, createStaff, nobodysId, staffViewer } from "@/tests/support/world";
import { asContact, createPlant, lastEvent, type Plant, startResend, tell, told } from "./support";

let resend: Awaited<ReturnType<typeof startResend>>;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

let plant: Plant;
beforeEach(async () => {
  // A client's message is mailed to all support agents, so each test begins without those of the others.
  await asSystem("test world", (db) => db.update(staff).set({ closedAt: new Date() }));
  plant = await createPlant();
});

describe("mail about an event of a case", () => {
  it("goes to the contacts when it is closed, except who closed it, and not when it is open again", async () => {
    const { filed, filer, colleague } = plant;
    await asContact(filer, (context) => closeCase(context, { number: filed.number, reason: "solved" }));
    const { id } = await lastEvent(filed.id, "status");
    await tell({ event: id });
    expect(await told(filed.id)).toEqual([`case-closed ${colleague.email}`]);
    await resend.sendAll(filed.id);
    const text = resend.inbox(colleague.email)[0]?.text ?? "";
    expect(text).toContain("Robin Meyer closed case");
    expect(text).toContain("Solved");
    expect(text).toContain("within 14 days");

    const again = await createPlant();
    await asContact(again.filer, (context) => closeCase(context, { number: again.filed.number, reason: "withdrawn" }));
    const closing = await lastEvent(again.filed.id, "status");
    await asContact(again.filer, (context) =>
      replyToCase(context, { id: nobodysId(), number: again.filed.number, body: "It is back.", files: [] }),
    );
    await tell({ event: closing.id });
    expect(await told(again.filed.id)).toEqual([]);
    // That the case goes on is told by the message's mail, not by the event's.
    await tell({ event: (await lastEvent(again.filed.id, "status")).id });
    expect(await told(again.filed.id)).toEqual([]);
  });

  it("is the answer's mail when the case is closed with an answer", async () => {
    const { filed, filer, colleague } = plant;
    const agent = await createStaff(["support_agent"], { name: "Marcus Bell" });
    const answer = { id: nobodysId(), number: filed.number, body: "Solved by the update.", files: [] };
    await runAsViewer(staffViewer(agent), "write", (context) =>
      answerCase({ ...context, name: agent.name }, { ...answer, then: "closed" }),
    );
    await tell({ message: answer.id });
    await tell({ event: (await lastEvent(filed.id, "status")).id });
    expect(await told(filed.id)).toEqual([`case-message ${filer.email}`, `case-message ${colleague.email}`].sort());
    await resend.sendAll(filed.id);
    expect(resend.inbox(filer.email)[0]?.text).toContain("The case is closed with this.");
  });

  it("goes to the colleague who is given the case, not to who took it or has given it on", async () => {
    const { filed } = plant;
    const [agent, other] = [
      await createStaff(["support_agent"], { name: "Marcus Bell" }),
      await createStaff(["support_agent"]),
    ];
    const assigned = async (by: typeof agent, to: typeof agent) => {
      await runAsViewer(staffViewer(by), "write", (context) =>
        assignCase({ ...context, name: by.name }, { number: filed.number, assignee: to.id }),
      );
      return (await lastEvent(filed.id, "assigned")).id;
    };
    const given = await assigned(agent, other);
    await Promise.all([tell({ event: given }), tell({ event: given })]);
    await tell({ event: await assigned(agent, agent) });
    const passing = await assigned(agent, other);
    await assigned(other, agent);
    await tell({ event: passing });
    expect(await told(filed.id)).toEqual([`case-assigned ${other.email}`]);
    await resend.sendAll(filed.id);
    expect(resend.inbox(other.email)[0]?.text).toContain(`Marcus Bell gave you case ${filed.number} of`);
  });

  it("goes to a participant who joins", async () => {
    const { company, filer, filed } = plant;
    const joining = await createContact(company, { casesScope: "own", name: "Lee Santos" });
    await asContact(filer, (context) =>
      addParticipant(context, actorOf(context.viewer, context.name), context.brand.key, {
        number: filed.number,
        contact: joining.id,
      }),
    );
    const { id } = await lastEvent(filed.id, "participant_added");
    await tell({ event: id });
    await tell({ event: id });
    expect(await told(filed.id)).toEqual([`case-joined ${joining.email}`]);
    await resend.sendAll(filed.id);
    expect(resend.inbox(joining.email)[0]?.text).toContain("Robin Meyer added you to case");
    expect(resend.inbox(joining.email)[0]?.text).toContain("It stops every morning.");
  });

  it("goes once a day to a participant who joins again and again", async () => {
    const { company, filer, filed } = plant;
    const joining = await createContact(company, { casesScope: "own", name: "Lee Santos" });
    const join = async () => {
      await asContact(filer, (context) =>
        addParticipant(context, actorOf(context.viewer, context.name), context.brand.key, {
          number: filed.number,
          contact: joining.id,
        }),
      );
      return lastEvent(filed.id, "participant_added");
    };
    const day = (text: string, id: string) =>
      asSystem("test world", (db) =>
        db
          .update(threadEvents)
          .set({ createdAt: new Date(text) })
          .where(eq(threadEvents.id, id)),
      );
    const leave = () =>
      asSystem("test world", (db) => db.delete(threadParticipants).where(eq(threadParticipants.threadId, filed.id)));
    const times = ["2099-03-01T08:00:00Z", "2099-03-01T09:00:00Z", "2099-03-02T08:00:00Z"];
    const counts: number[] = [];
    for (const time of times) {
      const { id } = await join();
      await day(time, id);
      await tell({ event: id });
      counts.push((await told(filed.id)).length);
      await leave();
    }
    expect(counts).toEqual([1, 1, 2]);
  });
});
