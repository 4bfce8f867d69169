import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { auditEvents, onCallPeople, onCallRotas, onCallStandIns, onCallSteps } from "@/db/schema";
import { asSystem, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import { listOwnDuties, readOnCallDesk } from "@/lib/people/on-call/queries";
import { orderOf } from "@/lib/people/on-call/rules";
import { addStep, changePeople, removeStep, saveRota, setStandIn } from "@/lib/people/on-call/service";
import { createStaff, nobodysId, staffViewer } from "@/tests/support/world";

const BRAND = "cimsoft";
const LOCAL = { zone: "America/New_York" };
const NUMBER = { brand: BRAND, phone: "+1 717 555 0101", weekday: 1, time: "08:30" };
type Member = Awaited<ReturnType<typeof createStaff>>;

let admin: Member;
let ana: Member;
let ben: Member;
beforeEach(async () => {
  // A Thursday night.
  vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse("2026-11-05T07:00:00Z") - Date.now()));
  await asSystem("test world", async (db) => {
    for (const table of [onCallStandIns, onCallSteps, onCallPeople, onCallRotas]) await db.delete(table);
  });
  admin = await createStaff(["administrator"]);
  ana = await createStaff(["support_agent"], { name: "Ana Ito" });
  ben = await createStaff(["support_agent"], { name: "Ben Ode" });
});

const write = <T>(work: (context: Context<StaffViewer>) => Promise<T>, viewer = staffViewer(admin)) =>
  runAsViewer(viewer, "write", work);
const desk = async () => {
  const found = await runAsViewer(staffViewer(admin), "read", (context) => readOnCallDesk(context, BRAND));
  if (!found) throw new Error("no desk");
  return found;
};
const order = async () => {
  const { rota, weeks } = await desk();
  return rota ? orderOf(rota, weeks[0]?.week ?? "").map(({ id }) => id) : [];
};
const change = async (person: Member, deed: "add" | "remove" | "earlier") => {
  const { seen } = await desk();
  await write((context) => changePeople(context, { brand: BRAND, person: person.id, deed, seen }));
};
const audited = (action: string) =>
  asSystem("test look", (db) =>
    db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.action, action), eq(auditEvents.actorId, admin.id))),
  );

describe("a rota", () => {
  it("begins with the number, the usual steps and nobody on it", async () => {
    await write((context) => saveRota(context, NUMBER));
    const { rota, weeks } = await desk();
    expect(rota).toMatchObject({ phone: "+17175550101", people: [], lead: null, firstDay: "2026-11-02" });
    expect(rota?.steps.map(({ duty, after }) => `${duty} ${after}`)).toEqual(["on_call 0", "next 10", "lead 20"]);
    expect(weeks[0]?.week).toBe("2026-11-02");
    const [event] = await audited("on-call.saved");
    // The number is a client's way in at night: who changed it is kept, and it is not.
    expect(JSON.stringify(event?.details)).not.toContain("5550101");
  });

  it("has people in their order, the first of whom has this week", async () => {
    await write((context) => saveRota(context, NUMBER));
    await change(ana, "add");
    await change(ben, "add");
    await change(ana, "add");
    expect(await order()).toEqual([ana.id, ben.id]);
    await change(ben, "earlier");
    expect(await order()).toEqual([ben.id, ana.id]);
    vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse("2026-11-12T07:00:00Z") - Date.now()));
    expect(await order()).toEqual([ana.id, ben.id]);
    await change(admin, "add");
    expect(await order()).toEqual([ana.id, ben.id, admin.id]);
    await change(ana, "remove");
    await change(ana, "remove");
    expect(await order()).toEqual([ben.id, admin.id]);
  });

  it("keeps who is on call, and the stand-ins, when the hand-over moves to another day", async () => {
    await write((context) => saveRota(context, { ...NUMBER, lead: admin.id }));
    await change(ana, "add");
    await change(ben, "add");
    await write((context) => setStandIn(context, { brand: BRAND, week: "2026-11-09", person: admin.id }));
    await write((context) => saveRota(context, { ...NUMBER, weekday: 5, time: "17:00" }));
    const { rota, weeks } = await desk();
    expect(weeks[0]?.week).toBe("2026-10-30");
    expect(await order()).toEqual([ana.id, ben.id]);
    expect(rota?.standIns).toMatchObject([{ week: "2026-11-06", person: { id: admin.id } }]);
  });

  it("says to each of its people until when they are on call, or when next", async () => {
    await write((context) => saveRota(context, NUMBER));
    await change(ana, "add");
    await change(ben, "add");
    const dutiesOf = (member: Member) =>
      runAsViewer(staffViewer(member), "read", (context) => listOwnDuties(context, LOCAL));
    expect(await dutiesOf(ana)).toMatchObject([{ brand: BRAND, isNow: true, until: "Nov 9, 2026, 8:30 a.m. Eastern" }]);
    expect(await dutiesOf(ben)).toMatchObject([{ isNow: false, from: "Nov 9, 2026, 8:30 a.m. Eastern" }]);
    expect(await dutiesOf(admin)).toEqual([]);
  });

  it("has steps as data, of which one is always left", async () => {
    await write((context) => saveRota(context, NUMBER));
    const step = { id: nobodysId(), brand: BRAND, duty: "lead" as const, after: 5 };
    await write((context) => addStep(context, step));
    await write((context) => addStep(context, step));
    const steps = async () => (await desk()).rota?.steps ?? [];
    expect((await steps()).map(({ after }) => after)).toEqual([0, 5, 10, 20]);
    await expect(write((context) => addStep(context, { ...step, id: nobodysId() }))).rejects.toThrow("such a step");
    for (const { id } of (await steps()).slice(1)) {
      await write((context) => removeStep(context, { brand: BRAND, step: id }));
      await write((context) => removeStep(context, { brand: BRAND, step: id }));
    }
    const [last] = await steps();
    const refused = write((context) => removeStep(context, { brand: BRAND, step: last?.id ?? "" }));
    await expect(refused).rejects.toThrow("one step at least");
  });

  it("refuses a number that is none, a late form, and people who do not answer cases of the brand", async () => {
    await expect(write((context) => saveRota(context, { ...NUMBER, phone: "12" }))).rejects.toThrow("phone number");
    await write((context) => saveRota(context, NUMBER));
    const { seen } = await desk();
    await change(ana, "add");
    const late = write((context) => changePeople(context, { brand: BRAND, person: ben.id, deed: "add", seen }));
    await expect(late).rejects.toThrow("A colleague has changed the rota meanwhile.");
    const foreign = await createStaff(["support_agent"], { brands: ["insource"] });
    const marketing = await createStaff(["marketing"]);
    for (const member of [foreign, marketing]) await expect(change(member, "add")).rejects.toThrow("Choose somebody");
    const past = write((context) => setStandIn(context, { brand: BRAND, week: "2026-10-05", person: ben.id }));
    await expect(past).rejects.toThrow("Choose a week");
  });
});

describe("outsiders", () => {
  it.each([
    ["an agent", () => staffViewer(ana), "FORBIDDEN"],
    ["an administrator of another brand", () => ({ ...staffViewer(admin), brands: ["insource"] }), "NOT_FOUND"],
  ])("neither edit nor read it for editing: %s", async (_, viewerOf, code) => {
    await write((context) => saveRota(context, NUMBER));
    const { rota, seen } = await desk();
    const step = rota?.steps[0]?.id ?? "";
    const viewer = viewerOf();
    const tries: ((context: Context<StaffViewer>) => Promise<void>)[] = [
      (context) => saveRota(context, { ...NUMBER, phone: "+1 804 555 0142" }),
      (context) => changePeople(context, { brand: BRAND, person: ana.id, deed: "add", seen }),
      (context) => setStandIn(context, { brand: BRAND, week: "2026-11-09", person: ana.id }),
      (context) => addStep(context, { id: nobodysId(), brand: BRAND, duty: "lead", after: 1 }),
      (context) => removeStep(context, { brand: BRAND, step }),
    ];
    for (const work of tries) await expect(write(work, viewer)).rejects.toMatchObject({ code });
    expect(await runAsViewer(viewer, "read", (context) => readOnCallDesk(context, BRAND))).toBeNull();
    // The second wall: without the first one, their transaction changes no row either.
    for (const table of [onCallPeople, onCallStandIns, onCallSteps]) {
      await write(({ db }) => db.delete(table), viewer);
    }
    expect((await desk()).rota).toEqual(rota);
  });
});
