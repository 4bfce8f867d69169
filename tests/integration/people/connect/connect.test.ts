import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectRequests, outbox } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { issueFormToken } from "@/lib/gate/bot-check";
import { brandByKey } from "@/lib/gate/brand/load";
import { LIMITS, type LimitName, take } from "@/lib/gate/limits";
import { toInstant } from "@/lib/kit/time";
import { type ConnectInput, connectSchema } from "@/lib/people/connect/schema";
import { receiveConnect, submitConnect } from "@/lib/people/connect/service";
import { runConnectTask } from "@/lib/people/connect/tasks";
import { HOUR, newAddress, runTask, startMail } from "@/tests/integration/mail/support";
import { nobodysId } from "@/tests/support/world";

const NOON = Date.UTC(2026, 10, 20, 12, 0, 0);
type BrandKey = "cimsoft" | "insource";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail.close());

function form(over: Partial<ConnectInput> = {}): ConnectInput {
  return connectSchema.parse({
    id: nobodysId(),
    name: "Dana Whitfield",
    company: "Keystone Foods",
    email: newAddress(),
    phone: "+1 804 555 0142",
    need: "An account for our plant.\nThank you",
    website: "",
    ...over,
  });
}

const submit = async (
  input: ConnectInput,
  brand: BrandKey = "cimsoft",
  now = NOON,
  address: string | null = null,
): Promise<void> => {
  const submitted = await brandByKey(brand);
  await asSystem("test form", (db) => submitConnect(db, { brand: submitted, input, address, now: new Date(now) }));
  await work(input.id, now);
};

/** Runs the job that a form has added, as the worker does. */
async function work(id: string, now: number): Promise<void> {
  const [job] = await asSystem("test look", (db) =>
    db.execute<{ payload: unknown }>(
      sql`select payload from graphile_worker._private_jobs where key = ${`connect:${id}`}`,
    ),
  );
  if (job) await runConnectTask(job.payload, toInstant(new Date(now)));
}

/** Counts so many of a brand's mails as already sent. */
const use = (limit: LimitName, brand: BrandKey, times: number, now: number) =>
  asSystem("test world", async (db) => {
    for (let hit = 0; hit < times; hit++) await take(db, { limit, subject: brand }, toInstant(new Date(now)));
  });

const stored = (id: string) =>
  asSystem("test look", (db) => db.select().from(connectRequests).where(eq(connectRequests.id, id)));

const mails = (kind: "connect-received" | "connect-confirm", address: string) =>
  asSystem("test look", (db) =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.kind, kind), eq(kind === "connect-received" ? outbox.replyTo : outbox.toAddress, address))),
  );

describe.each([
  ["cimsoft", "clientportalsupport@insourcess.com"],
  ["insource", "insourcesolutionsportalteam@insourcess.com"],
] as const)("Connect with Us on %s", (brand, mailbox) => {
  it("is stored, mailed to portal support with reply-to the visitor, and answered with a link", async () => {
    const input = form();
    await submit(input, brand);
    expect(await stored(input.id)).toMatchObject([
      { brand, name: "Dana Whitfield", company: "Keystone Foods", email: input.email, state: "waiting" },
    ]);

    const [received] = await mails("connect-received", input.email);
    const [confirm] = await mails("connect-confirm", input.email);
    await runTask(received?.id ?? "", mail.send);
    await runTask(confirm?.id ?? "", mail.send, NOON - Date.now());
    const toSupport = mail.inbox(mailbox).find((sent) => sent.reply_to === input.email);
    expect(toSupport?.subject).toBe("Connect with Us: Dana Whitfield, Keystone Foods");
    for (const typed of ["+1 804 555 0142", "An account for our plant.\nThank you", input.email]) {
      expect(toSupport?.text).toContain(typed);
    }
    const [toVisitor] = mail.inbox(input.email);
    expect(toVisitor?.from).toContain(mailbox);
    expect(toVisitor?.to).toBe(input.email);
    expect(toVisitor?.text).toMatch(/\/connect\/confirm\/[\w-]{43}/);
    expect(`${toVisitor?.subject}${toVisitor?.html}${toVisitor?.text}`).not.toMatch(/Dana|Keystone|804|plant/);
  });
});

describe("the same Connect form sent again", () => {
  it("makes one request and one mail to portal support, one after another or at once", async () => {
    const input = form();
    await Promise.all([submit(input), submit(input), submit(input)]);
    await expect(submit({ ...input, name: "Somebody Else" })).rejects.toMatchObject({ name: "FormUsed" });
    expect(await stored(input.id)).toMatchObject([{ name: "Dana Whitfield" }]);
    expect(await mails("connect-received", input.email)).toHaveLength(1);
    expect(await mails("connect-confirm", input.email)).toHaveLength(1);
  });
});

describe("the mail that answers a Connect form", () => {
  it("goes to one mailbox at most three times a day and brand, however the address is typed and tagged", async () => {
    const email = newAddress();
    const typed = [email, email.toUpperCase(), email.replace("@", "+one@"), email.replace("@", "+two@")];
    for (const each of typed) await submit(form({ email: each }));
    const sent = await Promise.all(
      [email, ...typed.slice(2)].map(async (to) => (await mails("connect-confirm", to)).length),
    );
    expect(sent).toEqual([2, 1, 0]);
    expect(await mails("connect-received", typed[3] ?? "")).toHaveLength(1);
    await submit(form({ email }), "insource");
    await submit(form({ email }), "cimsoft", NOON + 25 * HOUR);
    expect(await mails("connect-confirm", email)).toHaveLength(4);
  });

  it("is left out once a brand has sent its hour's number, while portal support is still told", async () => {
    const later = NOON + 500 * HOUR;
    await use("connectAcknowledged", "insource", LIMITS.connectAcknowledged.hits - 1, later);
    const [last, over, other] = [form(), form(), form()];
    await submit(last, "insource", later);
    await submit(over, "insource", later);
    await submit(other, "cimsoft", later);
    expect(await mails("connect-confirm", last.email)).toHaveLength(1);
    expect(await mails("connect-confirm", over.email)).toEqual([]);
    expect(await mails("connect-received", over.email)).toHaveLength(1);
    expect(await mails("connect-confirm", other.email)).toHaveLength(1);
  });
});

describe("floods of Connect forms", () => {
  it("store every request of one mailbox and send it no mail from the sixth in an hour", async () => {
    const email = newAddress();
    const inputs = Array.from({ length: LIMITS.connectByMailbox.hits + 2 }, () => form({ email }));
    await Promise.all(inputs.map((input) => submit(input)));
    for (const input of inputs) expect(await stored(input.id)).toHaveLength(1);
    expect(await mails("connect-received", email)).toHaveLength(LIMITS.connectByMailbox.hits);
    await submit(form({ email }), "cimsoft", NOON + HOUR + 1);
    expect(await mails("connect-received", email)).toHaveLength(LIMITS.connectByMailbox.hits + 1);
  });

  it("are stored without a mail when a brand's hour is full, and not on the other brand", async () => {
    const later = NOON + 1000 * HOUR;
    await use("connectByBrand", "insource", LIMITS.connectByBrand.hits, later);
    const [full, other] = [form(), form()];
    await submit(full, "insource", later);
    await submit(other, "cimsoft", later);
    expect(await stored(full.id)).toMatchObject([{ state: "waiting" }]);
    expect([...(await mails("connect-received", full.email)), ...(await mails("connect-confirm", full.email))]).toEqual(
      [],
    );
    expect(await mails("connect-received", other.email)).toHaveLength(1);
  });

  it("are stored without a mail where one network sends more than its hour's number, which others keep", async () => {
    const later = NOON + 2000 * HOUR;
    const inputs = Array.from({ length: LIMITS.connectByAddress.hits + 2 }, () => form());
    for (const input of inputs) await submit(input, "insource", later, "203.0.113.7");
    const told = await Promise.all(inputs.map(async ({ email }) => (await mails("connect-received", email)).length));
    expect(told).toEqual(inputs.map((_, index) => (index < LIMITS.connectByAddress.hits ? 1 : 0)));
    for (const { id, email } of inputs.slice(-2)) {
      expect(await stored(id)).toHaveLength(1);
      expect(await mails("connect-confirm", email)).toEqual([]);
    }
    const neighbour = form();
    await submit(neighbour, "insource", later, "203.0.113.8");
    expect(await mails("connect-received", neighbour.email)).toHaveLength(1);
  });
});

describe("receiving a Connect form", () => {
  const receive = async (over: Partial<ConnectInput>, age = 10_000) => {
    const brand = await brandByKey("cimsoft");
    const id = over.id ?? nobodysId();
    const input = form({ id, issued: issueFormToken("cimsoft", id, NOON - age), ...over });
    const pauses: number[] = [];
    await receiveConnect(brand, input, null, {
      now: () => NOON,
      pause: async (milliseconds) => pauses.push(milliseconds),
    });
    await work(input.id, NOON);
    return { rows: await stored(input.id), mails: await mails("connect-received", input.email), pauses };
  };

  it("stores what a person sent", async () => {
    expect(await receive({})).toMatchObject({ rows: [{ state: "waiting" }], mails: [{}], pauses: [0] });
  });

  it("delays a form that comes faster than a person types", async () => {
    expect(await receive({}, 500)).toMatchObject({ rows: [{}], mails: [{}], pauses: [1_500] });
  });

  it.each([
    ["filled the field people never see", { website: "https://spam.example" }],
    ["has no token", { issued: undefined }],
    ["has another form's token", { issued: issueFormToken("cimsoft", nobodysId(), NOON - 10_000) }],
    ["has a forged token", { issued: `${(NOON - 10_000).toString(36)}.${"A".repeat(43)}` }],
  ])("stores and mails nothing for a bot that %s, and does not say so", async (_what, over) => {
    expect(await receive(over)).toEqual({ rows: [], mails: [], pauses: [] });
  });

  it("makes one request for one token, whatever the form says the second time", async () => {
    const id = nobodysId();
    const issued = issueFormToken("cimsoft", id, NOON - 10_000);
    await receive({ id, issued });
    await expect(receive({ id, issued, name: "Somebody Else" })).rejects.toMatchObject({ name: "FormUsed" });
    expect(await stored(id)).toMatchObject([{ name: "Dana Whitfield" }]);
    const otherId = await receive({ id: nobodysId(), issued });
    expect(otherId).toMatchObject({ rows: [], mails: [] });
  });

  it("tells whoever left the page open for more than a day, and stores nothing", async () => {
    const id = nobodysId();
    await expect(receive({ id }, 24 * HOUR + 1)).rejects.toMatchObject({ code: "INVALID" });
    expect(await stored(id)).toEqual([]);
  });
});

it("hostile input of a Connect form is stored and mailed inert", async () => {
  const hostile = `"><img src=x onerror=alert(1)>\u202e\u0000\r\nBcc: evil@x.example`;
  const input = form({ name: hostile, company: hostile, need: hostile });
  await submit(input);
  const [row] = await stored(input.id);
  expect(row?.name).toBe(`"><img src=x onerror=alert(1)> Bcc: evil@x.example`);
  const [received] = await mails("connect-received", input.email);
  await runTask(received?.id ?? "", mail.send);
  const sent = mail.inbox("clientportalsupport@insourcess.com").find((each) => each.reply_to === input.email);
  expect(sent).toBeDefined();
  expect(sent?.html).not.toContain("<img");
  expect(sent?.subject).not.toMatch(/[\r\n]/);
  expect(sent?.to).toBe("Cimsoft portal support <clientportalsupport@insourcess.com>");
  expect(mail.inbox("evil@x.example")).toEqual([]);
});
