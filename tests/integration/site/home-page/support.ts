import { eq } from "drizzle-orm";
import StaffHomePagePage from "@/app/staff/home-page/page";
import { brands, contentVersions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { homePageOf } from "@/lib/gate/brand/home-page";
import { brandByKey, forgetBrands } from "@/lib/gate/brand/load";
import { editHomePageAction } from "@/lib/site/home-page/actions";
import { readHomePageDesk } from "@/lib/site/home-page/queries";
import { fieldsOf } from "@/lib/site/home-page/rules";
import { type EditInput, editSchema } from "@/lib/site/home-page/schema";
import { editHomePage } from "@/lib/site/home-page/service";
import type { Member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { nobodysId } from "@/tests/support/world";

export const TEXT = {
  connectTitle: "Talk to us",
  connectText: "Tell us what you run.",
  upgradeLabel: "Get the upgrade",
  upgradeUrl: "https://cimsoft.com/upgrade/",
};

/** What the brand began with, as the form's fields. */
async function beganFields(brand: string) {
  const [row] = await asSystem("test", (db) =>
    db.select({ home: brands.home }).from(brands).where(eq(brands.key, brand)),
  );
  if (!row) throw new Error("no brand");
  return fieldsOf(homePageOf(row.home, null));
}

type Fields = Record<string, string>;

/** The whole form, with other words in it. */
export async function formOf(over: Fields = {}, brand = "cimsoft"): Promise<Fields> {
  return { id: nobodysId(), brand, move: "publish", ...(await beganFields(brand)), ...TEXT, ...over };
}

export async function inputOf(over: Fields = {}, brand = "cimsoft"): Promise<EditInput> {
  const typed = Object.entries(await formOf(over, brand)).filter(([, value]) => value !== "");
  return editSchema.parse(Object.fromEntries(typed));
}

export const sender = ({ id }: Member, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;

export async function write({ viewer, name }: Member, input: EditInput): Promise<void> {
  await runAsViewer(viewer, "write", (context) => editHomePage({ ...context, name }, input));
}

/** Sends the form, and answers where it leads. */
export async function sent(who: Member, over: Fields = {}): Promise<Outcome> {
  return send(editHomePageAction, sender(who), await formOf(over));
}

export const to = (outcome: Outcome) => (outcome.kind === "redirected" ? outcome.to : JSON.stringify(outcome));

export const desk = async ({ viewer }: Member, brand = "cimsoft") =>
  runAsViewer(viewer, "read", (context) => readHomePageDesk(context, brand, { zone: "America/New_York" }));
export const seenBy = async (who: Member) => (await desk(who))?.seen ?? "";

/** What visitors of the brand read, as a process that has just started serves it. */
export async function home(brand = "cimsoft") {
  forgetBrands();
  return (await brandByKey(brand)).home;
}

export async function page(who: Member, query: Fields = {}, brand = "cimsoft"): Promise<string> {
  const shown = await seePage(StaffHomePagePage, sender(who, brand), { searchParams: Promise.resolve(query) });
  if (shown.status !== 200) throw new Error(`the page answered ${shown.status}`);
  return shown.html;
}

export async function withoutVersions(): Promise<void> {
  await asSystem("test", (db) => db.delete(contentVersions));
  forgetBrands();
}
