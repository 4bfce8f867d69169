import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, it, vi } from "vitest";
import StaffFaqPage from "@/app/staff/faq/page";
import StaffFaqVersionPage from "@/app/staff/faq/versions/[id]/page";
import { contentVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { saveEntryAction, scheduleFaqAction, undoFaqAction } from "@/lib/site/faq/staff/actions";
import { checkFaqLinks } from "@/lib/site/faq/tasks";
import { noteWhatCameOut } from "@/lib/site/versions/tasks";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact } from "@/tests/support/world";
import { ENTRY, form, of, publishDocument, rowsOf, versionsOf } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let marketing: Member;
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
});

const NEXT_YEAR = Temporal.Now.plainDateISO().year + 1;
const desk = async () => {
  const page = await seePage(StaffFaqPage, of(marketing), { searchParams: Promise.resolve({}) });
  return page.status === 200 ? page.html : "";
};
const isOut = async () => (await rowsOf("cimsoft")).some(({ question }) => question === ENTRY.question);

/** A draft with another question, scheduled for a time on the brand's clocks. */
async function schedule(at: string) {
  await send(saveEntryAction, of(marketing), await form(ENTRY));
  const fields = await form({ at });
  return { fields, outcome: await send(scheduleFaqAction, of(marketing), fields) };
}
const rowOf = async (id: string) => (await versionsOf("cimsoft")).find((version) => version.id === id);

describe("a scheduled FAQ", () => {
  it("is shown to editors alone until its time, is out then, and is not taken back any more", async () => {
    const { fields, outcome } = await schedule(`${NEXT_YEAR}-06-15T08:30`);
    expect(outcome).toEqual({ kind: "redirected", to: "/staff/faq?brand=cimsoft&note=scheduled" });
    expect(await isOut()).toBe(false);
    expect(await desk()).toContain("Take back");
    const page = await seePage(StaffFaqVersionPage, of(marketing), { params: Promise.resolve({ id: fields.id }) });
    expect(page.status === 200 && page.html).toContain("What was scheduled");
    await noteWhatCameOut();
    expect(await isOut()).toBe(false);
    // As if the time had come: the database's clock cannot be set.
    await asSystem("test", (db) =>
      db
        .update(contentVersions)
        .set({ publishAt: new Date(Date.now() - 1_000) })
        .where(eq(contentVersions.id, fields.id)),
    );
    await noteWhatCameOut();
    expect(await isOut()).toBe(true);
    const late = await send(undoFaqAction, of(marketing), { brand: "cimsoft", version: fields.id });
    expect(late.kind).toBe("refused");
  });

  it("is taken back before, and keeps its time over daylight saving", async () => {
    const { fields } = await schedule(`${NEXT_YEAR}-01-15T08:30`);
    expect((await rowOf(fields.id))?.publishAt?.toISOString()).toBe(`${NEXT_YEAR}-01-15T13:30:00.000Z`);
    const back = await send(undoFaqAction, of(marketing), { brand: "cimsoft", version: fields.id });
    expect(back.kind).toBe("redirected");
    expect((await rowOf(fields.id))?.state).toBe("withdrawn");
    const summer = await schedule(`${NEXT_YEAR}-07-15T08:30`);
    expect((await rowOf(summer.fields.id))?.publishAt?.toISOString()).toBe(`${NEXT_YEAR}-07-15T12:30:00.000Z`);
    // In New York the clocks leave out this hour of the second Sunday of March.
    const first = Temporal.PlainDate.from({ year: NEXT_YEAR, month: 3, day: 1 });
    const spring = first.add({ days: ((7 - first.dayOfWeek) % 7) + 7 });
    for (const at of [`${spring}T02:30`, "2020-01-01T08:30", "soon", ""]) {
      const { outcome } = await schedule(at);
      expect(outcome.kind === "refused" && outcome.result.fieldErrors.at, at).toBeTruthy();
    }
  });

  it("is nothing that an outsider may plan", async () => {
    await send(saveEntryAction, of(marketing), await form(ENTRY));
    const contact = await createContact(await createCompany());
    const elsewhere = await member(["marketing"], "Noor", ["insource"]);
    const before = await versionsOf("cimsoft");
    for (const sender of [contactOf(contact), of(await member(["support_agent"])), of(elsewhere, "insource")]) {
      const fields = await form({ at: `${NEXT_YEAR}-06-15T08:30` });
      expect((await send(scheduleFaqAction, sender, fields)).kind).not.toBe("redirected");
    }
    expect(await versionsOf("cimsoft")).toEqual(before);
  });
});

it("the links of answers are asked after, and editors of the brand read which are dead", async () => {
  const dead = "https://cimsoft.com/gone";
  const entry = {
    id: "gone",
    question: "Gone?",
    answer: `[There](${dead}), [here](/faq)`,
    audience: "public" as const,
  };
  const entries = [{ ...entry, onHomePage: false }];
  await publishDocument("cimsoft", { groups: [{ id: "help", title: "Help", entries }] });
  const asked: string[] = [];
  await checkFaqLinks(async (url) => {
    asked.push(url);
    return url === dead ? { state: "dead", fault: "There is no such page." } : { state: "alive" };
  });
  expect(asked).toContain(dead);
  expect(asked.every((url) => url.startsWith("http"))).toBe(true);
  expect(await desk()).toContain("There is no such page.");
  await checkFaqLinks(async () => ({ state: "alive" }));
  expect(await desk()).not.toContain("There is no such page.");
});
