import { beforeAll, describe, expect, it, vi } from "vitest";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { brandByKey } from "@/lib/gate/brand/load";
import { LIMITS, reserve } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import { cancelPaymentAction, continuePaymentAction, startPaymentAction } from "@/lib/money/payments/checkout/actions";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { createInvoice, createStaff, nobodysId, unique } from "@/tests/support/world";
import { type Contact, change, checkoutsOf, house, paymentsOf, start } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const actions = {
  "payment.start": startPaymentAction,
  "payment.continue": continuePaymentAction,
  "payment.cancel": cancelPaymentAction,
} as const;
type Name = keyof typeof actions;
const NAMES = Object.keys(actions) as Name[];

type Fields = Record<string, string>;
const nothingThere: Record<Name, () => Fields> = {
  "payment.start": () => ({ paymentId: nobodysId(), "invoice[]": unique("INV"), "amount[]": "1" }),
  "payment.continue": () => ({ paymentId: nobodysId() }),
  "payment.cancel": () => ({ paymentId: nobodysId() }),
};

/** What a form gets: the refusal, or `404` or the address that it leads to. */
async function send(action: FormAction, fields: Fields, cookie: string) {
  const { origin } = await brandByKey("cimsoft");
  const headers = new Headers({ host: new URL(origin).host, origin, cookie });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  try {
    return await requestHeaders.run(headers, () => action(null, form));
  } catch (error) {
    const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
    if (digest.startsWith("NEXT_REDIRECT")) return digest.split(";")[2] ?? "";
    if (digest.endsWith(";404")) return "404";
    throw error;
  }
}

const cookieOf = (contact: Contact) => sessionCookie({ kind: "contact", id: contact.id }, contact.brand);

/** Counts as many forms as already sent at this moment. */
async function spend(name: Name, contact: Contact, times: number) {
  const subject = `${name}\0contact\0${contact.id}`;
  const all = Array(times).fill({ limit: "paymentByAccount", subject });
  expect(await reserve(all, systemNow())).toBe(true);
}

const refusals = (outcomes: readonly (string | ActionResult)[]) =>
  outcomes.flatMap((outcome) => (typeof outcome === "string" ? [] : [outcome]));

describe("how often a contact starts, continues and cancels payments", () => {
  let payer: Contact;
  let cookie: string;

  beforeAll(async () => {
    ({ payer } = await house());
    cookie = await cookieOf(payer);
  });

  it("is limited to thirty times each in ten minutes", () => {
    expect(LIMITS.paymentByAccount).toEqual({ hits: 30, windowMs: 600_000 });
  });

  it.each(NAMES)("%s: twenty at once are counted exactly, and what was typed comes back", async (name) => {
    await spend(name, payer, 18);
    const forms = Array.from({ length: 20 }, nothingThere[name]);
    const outcomes = await Promise.all(forms.map((fields) => send(actions[name], fields, cookie)));
    expect(outcomes.filter((outcome) => outcome === "404")).toHaveLength(12);
    const refused = refusals(outcomes);
    expect(refused).toHaveLength(8);
    for (const { message, ...rest } of refused) {
      expect(message).toMatch(/^You have done this too often in a short time\. Try again in 10 minutes\.$/);
      expect(rest).toMatchObject({ ok: false, fieldErrors: {}, reference: null });
    }
    const typed = forms.map((fields) => fields.paymentId);
    for (const { values } of refused) expect(typed).toContain(values.paymentId);
  });

  it("is counted for each kind and each contact by itself", async () => {
    const home = await house();
    await spend("payment.start", home.payer, 30);
    const own = await cookieOf(home.payer);
    expect(refusals([await send(startPaymentAction, nothingThere["payment.start"](), own)])).toHaveLength(1);
    expect(await send(continuePaymentAction, nothingThere["payment.continue"](), own)).toBe("404");
    expect(await send(cancelPaymentAction, nothingThere["payment.cancel"](), own)).toBe("404");
    const colleague = await cookieOf((await house()).payer);
    expect(await send(startPaymentAction, nothingThere["payment.start"](), colleague)).toBe("404");
  });

  it("does not count a form that is refused for its content, and names that fault first", async () => {
    const home = await house();
    await spend("payment.start", home.payer, 29);
    const own = await cookieOf(home.payer);
    const faulty = { ...nothingThere["payment.start"](), poNumber: "x".repeat(61) };
    for (let times = 0; times < 3; times++) {
      expect(await send(startPaymentAction, faulty, own)).toMatchObject({
        fieldErrors: { poNumber: ["Shorten the PO number to 60 characters."] },
      });
    }
    expect(await send(startPaymentAction, nothingThere["payment.start"](), own)).toBe("404");
    expect(refusals([await send(startPaymentAction, nothingThere["payment.start"](), own)])).toHaveLength(1);
  });

  it("beyond the limit starts nothing and cancels nothing", async () => {
    const home = await house();
    const own = await cookieOf(home.payer);
    const invoice = await createInvoice(home.company);
    const other = await createInvoice(home.company);
    const { paymentId } = await start(home.payer, { of: [[invoice.number, "100"]] });
    for (const name of NAMES) await spend(name, home.payer, 30);
    const before = [await paymentsOf(home.company), await checkoutsOf(home.company)];
    const form = {
      paymentId: nobodysId(),
      "invoice[]": other.number,
      "amount[]": "12.34",
      poNumber: "PO-7",
      note: "n",
    };
    const refused = await send(startPaymentAction, form, own);
    expect(refused).toMatchObject({ message: expect.stringContaining("Try again in 10 minutes"), fieldErrors: {} });
    expect(refused).toMatchObject({ values: { ...form, "invoice[]": [other.number], "amount[]": ["12.34"] } });
    for (const action of [continuePaymentAction, cancelPaymentAction]) {
      expect(refusals([await send(action, { paymentId }, own)])).toHaveLength(1);
    }
    expect([await paymentsOf(home.company), await checkoutsOf(home.company)]).toEqual(before);
  });

  it("is allowed again in the next ten minutes, and the refusal says how long that is", async () => {
    const home = await house();
    const own = await cookieOf(home.payer);
    const at = (seconds: number) => systemNow().subtract({ seconds });
    const subject = `payment.cancel\0contact\0${home.payer.id}`;
    const full = Array(30).fill({ limit: "paymentByAccount", subject });
    const cancel = () => send(cancelPaymentAction, nothingThere["payment.cancel"](), own);
    // Counted seven minutes ago, then nine and a half, then ten.
    expect(await reserve(full, at(7 * 60))).toBe(true);
    expect(await cancel()).toMatchObject({ message: expect.stringMatching(/Try again in 3 minutes\.$/) });
    const move = (seconds: number) =>
      change((db) => db.execute(`update rate_limits set reset_at = reset_at - interval '${seconds} seconds'`));
    await move(150);
    expect(await cancel()).toMatchObject({ message: expect.stringMatching(/Try again in a minute\.$/) });
    await move(30);
    expect(await cancel()).toBe("404");
  });

  it("is told to nobody who is signed out, a member of staff or of the other brand", async () => {
    const staff = await sessionCookie({ kind: "staff", id: (await createStaff(["administrator"])).id }, "cimsoft");
    const abroad = await cookieOf((await house("insource")).payer);
    for (const name of NAMES) {
      expect(await send(actions[name], nothingThere[name](), "")).toBe("/login");
      expect(await send(actions[name], nothingThere[name](), abroad)).toBe("/login");
      for (let times = 0; times < 31; times++) {
        expect(await send(actions[name], nothingThere[name](), staff)).toBe("404");
      }
    }
  });
});
