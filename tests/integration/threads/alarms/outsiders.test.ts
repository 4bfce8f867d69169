import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { REACHED, readOnCall, readRotas } from "@/lib/people/on-call/queries";
import { findNight } from "@/lib/threads/alarms/night/queries";
import { findAlarm, listOwnAlarms } from "@/lib/threads/alarms/queries";
import { haveIt } from "@/lib/threads/alarms/service";
import { findAlarmCase } from "@/lib/threads/alarms/staff/queries";
import { clientViewer, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { alarmOf, asMember, createPlant, createRota, file, type Member, makeNight, PHONE, run } from "./support";

const LOCAL = { zone: "America/New_York" };
type Contact = Awaited<ReturnType<typeof createContact>>;

let people: { marcus: Member; ana: Member; lead: Member };
let plant: Awaited<ReturnType<typeof createPlant>>;
let filed: Awaited<ReturnType<typeof file>>;
beforeAll(async () => {
  await makeNight();
  await makeNight("insource");
});
beforeEach(async () => {
  people = await createRota();
  plant = await createPlant();
  filed = await file(plant.filer);
  await run(filed.alarm);
});

/** All that a contact may be told: about their companies, and about the case. */
async function toldTo(contact: Contact, company: string) {
  const brand = await brandByKey(contact.brand);
  return runAsViewer(clientViewer(contact), "read", async (context) => ({
    contact: (await readOnCall(context, brand, REACHED, LOCAL)).contactOf(company),
    wanted: (await readOnCall(context, brand, [company], LOCAL)).contactOf(company),
    night: await findNight(context, brand, filed.number, LOCAL),
  }));
}

describe("the number and the name", () => {
  it("are told to those whose agreement covers the hour", async () => {
    const { contact, night } = await toldTo(plant.filer, plant.company.id);
    expect(contact).toMatchObject({ phone: PHONE, name: "Marcus Bell", coverage: "Around the clock" });
    expect(night?.onCall).toMatchObject({ phone: PHONE, name: "Marcus Bell" });
    expect(night?.alarm).toMatchObject({ kind: "reaching", seen: null });
    expect(night?.alarm?.steps[0]?.words).toMatch(/^Called at .+: Marcus Bell$/);
    expect(night?.alarm?.steps[1]?.words).toMatch(/the next person on the rota is called$/);
  });

  it.each([
    ["a contact of a company with chat hours alone", () => createPlant("chat_hours")],
    ["a contact of another company with the coverage", () => createPlant()],
    ["a contact of another brand", () => createPlant("around_the_clock", "insource")],
  ])("are not told about this company to %s", async (_, stranger) => {
    const { filer } = await stranger();
    const told = await toldTo(filer, plant.company.id);
    expect(told).toEqual({ contact: null, wanted: null, night: null });
  });

  it("are told of no company to a contact of one with chat hours alone, by neither wall", async () => {
    const { filer, company } = await createPlant("chat_hours");
    const own = await file(filer);
    await run(own.alarm);
    const brand = await brandByKey("cimsoft");
    const told = await runAsViewer(clientViewer(filer), "read", async (context) => ({
      contact: (await readOnCall(context, brand, REACHED, LOCAL)).contactOf(company.id),
      night: await findNight(context, brand, own.number, LOCAL),
      rota: (await readRotas(context, ["cimsoft"]))("cimsoft"),
    }));
    expect(told.contact).toBeNull();
    expect(told.night).toMatchObject({ onCall: null, alarm: { kind: "none", steps: [] } });
    expect(told.rota).toBeNull();
    expect(JSON.stringify(told)).not.toMatch(/Marcus|7175550101/);
  });

  it("are not told to a contact without the right to cases, of the same company", async () => {
    const clerk = await createContact(plant.company, { casesScope: "none" });
    expect(await toldTo(clerk, plant.company.id)).toEqual({ contact: null, wanted: null, night: null });
    const rota = await runAsViewer(clientViewer(clerk), "read", async (context) =>
      (await readRotas(context, ["cimsoft"]))("cimsoft"),
    );
    expect(rota).toBeNull();
  });

  it("stand in tables that no contact can read", async () => {
    for (const table of ["on_call_rotas", "on_call_people", "on_call_stand_ins", "on_call_steps"]) {
      const read = runAsViewer(clientViewer(plant.filer), "read", ({ db }) =>
        db.execute(sql`select * from ${sql.identifier(table)}`),
      );
      await expect(read).rejects.toThrow();
    }
  });

  it("are told of a rota of another brand to nobody", async () => {
    const { filer } = await createPlant("around_the_clock", "insource");
    const rotas = await runAsViewer(clientViewer(filer), "read", (context) =>
      readRotas(context, ["cimsoft", "insource"]),
    );
    expect(rotas("cimsoft")).toBeNull();
    const agent = await createStaff(["support_agent"], { brands: ["insource"] });
    const ofAgent = await runAsViewer(staffViewer(agent, ["insource"]), "read", (context) =>
      readRotas(context, ["cimsoft"]),
    );
    expect(ofAgent("cimsoft")).toBeNull();
    const marketing = await createStaff(["marketing"]);
    const ofMarketing = await runAsViewer(staffViewer(marketing), "read", (context) => readRotas(context, ["cimsoft"]));
    expect(ofMarketing("cimsoft")).toBeNull();
  });
});

describe("an alarm", () => {
  it("is seen and taken by staff who answer cases of the brand, and by nobody else", async () => {
    const foreign = await createStaff(["support_agent"], { brands: ["insource"] });
    const manager = await createStaff(["account_manager"]);
    const marketing = await createStaff(["marketing"]);
    for (const member of [foreign, manager, marketing]) {
      const viewer = staffViewer(member, member === foreign ? ["insource"] : undefined);
      const taken = runAsViewer(viewer, "write", (context) =>
        haveIt({ ...context, name: member.name }, { number: filed.number, from: "alarm" }),
      );
      await expect(taken).rejects.toThrow();
      if (member === manager) continue;
      expect(await runAsViewer(viewer, "read", (context) => findAlarm(context, filed.number))).toBeNull();
      expect(await runAsViewer(viewer, "read", (context) => findAlarmCase(context, filed.number))).toBeNull();
    }
    expect(await alarmOf(filed.id)).toMatchObject({ endedAt: null, seenAt: null });
  });

  it("stands on every page of whom it called, until somebody has it", async () => {
    const ownOf = (member: Member) => runAsViewer(staffViewer(member), "read", listOwnAlarms);
    expect((await ownOf(people.marcus)).map(({ number }) => number)).toContain(filed.number);
    expect(await ownOf(people.ana)).toEqual([]);
    await asMember(people.ana, (context) => haveIt(context, { number: filed.number, from: "alarm" }));
    expect((await ownOf(people.marcus)).map(({ number }) => number)).not.toContain(filed.number);
    const { night } = await toldTo(plant.filer, plant.company.id);
    expect(night?.alarm).toMatchObject({ kind: "taken" });
    expect(night?.alarm?.headline).toMatch(/^Ana Ito has it since /);
    expect(night?.alarm?.seen).toMatch(/^Seen by Ana Ito \d/);
  });
});
