import { and, desc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as tables from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { addDays, businessToday } from "@/lib/kit/time";
import { addStepAction } from "@/lib/people/on-call/actions";
import { draftArticleAction } from "@/lib/site/articles/actions";
import { voteAction } from "@/lib/site/faq/actions";
import {
  arrangeFaqAction,
  publishFaqAction,
  restoreFaqAction,
  saveEntryAction,
  saveGroupAction,
  scheduleFaqAction,
} from "@/lib/site/faq/staff/actions";
import { editHomePageAction, restoreHomePageAction } from "@/lib/site/home-page/actions";
import { addDayOffAction } from "@/lib/site/hours/actions";
import { addLinkAction, addTextAction, createResourceAction } from "@/lib/site/library/staff/actions";
import { formOf as homePageForm } from "@/tests/integration/site/home-page/support";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { administrator, type Fields, type Form, staffOf } from "./support";

/** The form of the home page as it stands, and what is written into it. */
async function homePage(text: Fields): Promise<Fields & { readonly id: string }> {
  const { contentVersions: versions } = tables;
  const [newest] = await asSystem("test looks", (db) =>
    db
      .select()
      .from(versions)
      .where(and(eq(versions.brand, "cimsoft"), eq(versions.kind, "home-page")))
      .orderBy(desc(versions.createdAt), desc(versions.id))
      .limit(1),
  );
  const form = await homePageForm({ move: "publish", ...text });
  return { ...form, id: uuidv7(), ...(newest ? { seen: newest.id } : {}) };
}

/** Made from the newest version of the FAQ. */
const faqForm = async () => {
  const [newest] = await asSystem("test", (db) =>
    db
      .select({ id: tables.contentVersions.id })
      .from(tables.contentVersions)
      .where(and(eq(tables.contentVersions.brand, "cimsoft"), eq(tables.contentVersions.kind, "faq")))
      .orderBy(desc(tables.contentVersions.createdAt))
      .limit(1),
  );
  return { id: uuidv7(), brand: "cimsoft", seen: newest?.id ?? "" };
};
/** A time to schedule for, on any brand's clocks. */
const inAYear = () => `${new Date().getFullYear() + 1}-06-15T08:30`;
const FAQ_ENTRY = { group: "help", question: "Why?", answer: "Because.", audience: "public", onHomePage: "no" };

const resource = () => ({
  ...{ id: uuidv7(), brand: "cimsoft", title: "Valves", summary: "How to." },
  ...{ kind: "link", audience: "everyone" },
});

/** Forms by which staff write what all of a brand's clients read, or when they are called. */
export const SITE_FORMS: Readonly<Record<string, () => Promise<Form>>> = {
  "hours.add-day-off": async () => {
    const fields = { id: uuidv7(), brand: "cimsoft", day: addDays(businessToday("UTC"), 40), name: "Inventory" };
    await asSystem("test: no day off then", (db) => db.delete(tables.brandHolidays));
    return { action: addDayOffAction, sender: await administrator(), fields, other: { name: "Moving day" } };
  },
  "library.create": async () => {
    const sender = staffOf(await member(["marketing"]));
    return { action: createResourceAction, sender, fields: resource(), other: { title: "Pumps" } };
  },
  "library.add-link": async () => {
    const sender = staffOf(await member(["marketing"]));
    const made = resource();
    await send(createResourceAction, sender, made);
    const fields = { id: uuidv7(), resource: made.id, url: "https://cimsoft.com/one" };
    return { action: addLinkAction, sender, fields, other: { url: "https://cimsoft.com/two" } };
  },
  "library.add-text": async () => {
    const sender = staffOf(await member(["marketing"]));
    const made = { ...resource(), kind: "article" };
    await send(createResourceAction, sender, made);
    const fields = { id: uuidv7(), resource: made.id, symptom: "It stops.", cause: "", fix: "Restart it." };
    return { action: addTextAction, sender, fields, other: { fix: "Wait." } };
  },
  "article.draft": async () => {
    const sender = staffOf(await member(["support_agent"]));
    const solved = async () => (await filedCase({ status: "closed" })).row.id;
    const fields = { id: uuidv7(), case: await solved() };
    return { action: draftArticleAction, sender, fields, other: { case: await solved() } };
  },
  "faq.vote": async () => {
    const fields = { id: uuidv7(), entry: "upgrade", useful: "no", words: "A price." };
    return { action: voteAction, sender: { brand: "cimsoft" }, fields, other: { words: "A date." } };
  },
  "faq.save-entry": async () => {
    const [sender, fields] = [staffOf(await member(["marketing"])), { ...(await faqForm()), ...FAQ_ENTRY }];
    return { action: saveEntryAction, sender, fields, other: { answer: "So." } };
  },
  "faq.save-group": async () => {
    const fields = { ...(await faqForm()), title: "More" };
    return { action: saveGroupAction, sender: staffOf(await member(["marketing"])), fields, other: { title: "Less" } };
  },
  "faq.arrange": async () => {
    const fields = { ...(await faqForm()), thing: "entry", name: "forgotten-password", act: "up" };
    return { action: arrangeFaqAction, sender: staffOf(await member(["marketing"])), fields, other: { act: "down" } };
  },
  "faq.publish": async () => {
    const sender = staffOf(await member(["marketing"]));
    const draft = { ...(await faqForm()), ...FAQ_ENTRY };
    await send(saveEntryAction, sender, draft);
    const fields = { id: uuidv7(), brand: "cimsoft", seen: draft.id };
    return { action: publishFaqAction, sender, fields, other: { seen: draft.seen } };
  },
  "faq.schedule": async () => {
    const sender = staffOf(await member(["marketing"]));
    const draft = { ...(await faqForm()), ...FAQ_ENTRY };
    await send(saveEntryAction, sender, draft);
    const fields = { id: uuidv7(), brand: "cimsoft", seen: draft.id, at: inAYear() };
    return { action: scheduleFaqAction, sender, fields, other: { seen: draft.seen } };
  },
  "faq.restore": async () => {
    const sender = staffOf(await member(["marketing"]));
    const draft = { ...(await faqForm()), ...FAQ_ENTRY };
    await send(saveEntryAction, sender, draft);
    const fields = { id: uuidv7(), brand: "cimsoft", seen: draft.id, version: draft.seen };
    return { action: restoreFaqAction, sender, fields, other: { version: draft.id } };
  },
  "on-call.add-step": async () => {
    const rota = { brand: "cimsoft", phone: "+17175550101", handoverWeekday: 1, handoverTime: "08:30" };
    await asSystem("test: a rota without steps", async (db) => {
      await db
        .insert(tables.onCallRotas)
        .values({ ...rota, firstDay: "2026-11-02" })
        .onConflictDoNothing();
      await db.delete(tables.onCallSteps);
    });
    const fields = { id: uuidv7(), brand: "cimsoft", duty: "lead", after: "5" };
    return { action: addStepAction, sender: await administrator(), fields, other: { after: "6" } };
  },
  "home-page.edit": async () => {
    const sender = staffOf(await member(["marketing"]));
    const fields = await homePage({ connectTitle: "Call us" });
    return { action: editHomePageAction, sender, fields, other: { connectTitle: "Write to us" } };
  },
  "home-page.restore": async () => {
    const sender = staffOf(await member(["marketing"]));
    const first = await homePage({ connectTitle: "First" });
    await send(editHomePageAction, sender, first);
    const second = await homePage({ connectTitle: "Second" });
    await send(editHomePageAction, sender, second);
    const fields = { id: uuidv7(), brand: "cimsoft", seen: second.id, version: first.id };
    return { action: restoreHomePageAction, sender, fields, other: { version: second.id } };
  },
};
