import { afterAll, beforeAll, expect, it } from "vitest";
import { runAsViewer } from "@/db/viewer";
import { mergeCase } from "@/lib/threads/cases/staff/merges/service";
import { createStaff, staffViewer } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { arriveReply, saidIn } from "./replies";
import { createPlant, handle, lastEvent, outboxOf, type ResendWorld, startResend, tell, told } from "./support";

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

/** A case that was merged into another of the same people. */
async function merged() {
  const plant = await createPlant();
  const into = await createCase(plant.company, plant.filer, { participants: [plant.colleague] });
  const agent = await createStaff(["support_agent"], { name: "Marcus Bell" });
  await runAsViewer(staffViewer(agent), "write", (context) =>
    mergeCase({ ...context, name: agent.name }, { number: plant.filed.number, into: into.number, add: [] }),
  );
  return { plant, into };
}

it("the contacts of a merged case are told once where it goes on, and nobody of it in the other", async () => {
  const { plant, into } = await merged();
  const { filed, filer, colleague } = plant;
  const { id } = await lastEvent(filed.id, "merged");
  await Promise.all([tell({ event: id }), tell({ event: id })]);
  await tell({ event: (await lastEvent(into.id, "merged")).id });
  expect(await told(filed.id)).toEqual([`case-closed ${filer.email}`, `case-closed ${colleague.email}`].sort());
  expect(await outboxOf(into.id)).toEqual([]);
  await resend.sendAll(filed.id);
  const mail = resend.inbox(filer.email)[0];
  expect(mail?.text).toContain(`Case ${filed.number} goes on in ${into.number}`);
  expect(mail?.text).toContain(`Marcus Bell merged case ${filed.number}`);
  expect(mail?.text).toContain(`/cases/${into.number}`);
  expect(mail?.text).not.toContain("opens it again");
});

it("a reply to a mail of the merged case lands where it goes on, once", async () => {
  const { plant, into } = await merged();
  const arrived = await arriveReply(resend, plant);
  await handle(arrived);
  await handle(arrived);
  expect(await saidIn(into.id)).toMatchObject([{ authorId: plant.filer.id, body: "It is 2023 R2.", source: "mail" }]);
  expect(await saidIn(plant.filed.id)).toEqual([]);
});
