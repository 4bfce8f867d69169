import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mailPreferences } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { isOn } from "@/lib/mail/frequency";
import { isOptional, MAIL_KINDS, noticeOf } from "@/lib/mail/kinds";
import { readPreferences } from "@/lib/mail/notices/preferences/queries";
import { writePreferences } from "@/lib/mail/notices/preferences/service";
import { enqueueMail } from "@/lib/mail/outbox";
import { createToken, newAddress, outboxRow, runTask, startMail } from "@/tests/integration/mail/support";
import { clientViewer, createCompany, createContact, createStaff, nobodysId, staffViewer } from "@/tests/support/world";
import { noticesOf, type PersonalKind, PROPS, ring } from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail.close());

const KINDS = (Object.keys(PROPS) as PersonalKind[]).filter((kind) => !MAIL_KINDS[kind].secret);

/** As the form sends it: these kinds come at once, and no others. */
const onlyThese = (wanted: readonly string[]) => [
  ...KINDS.map((kind) => `${kind}:${wanted.includes(kind) ? "at-once" : "never"}`),
  ...wanted.filter((kind) => !KINDS.some((known) => known === kind)).map((kind) => `${kind}:at-once`),
];

async function createPerson(kind: "contact" | "staff") {
  if (kind === "staff") {
    const member = await createStaff(["administrator"]);
    return { person: { kind, id: member.id } as const, email: member.email, viewer: staffViewer(member) };
  }
  const contact = await createContact(await createCompany(), { casesScope: "own", requestsScope: "own", pay: true });
  return { person: { kind, id: contact.id } as const, email: contact.email, viewer: clientViewer(contact) };
}

describe("email preferences", () => {
  it("hold for random people and mails: a kind switched off is never sent, a mandatory one always is, and a notice is made for both", async () => {
    let refused = 0;
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("contact" as const, "staff" as const),
        fc.subarray([...KINDS]),
        // Few at a time: it takes many people to meet every kind both ways, not many mails to each.
        fc.subarray([...KINDS], { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (whose, wanted, events, changesBefore) => {
          const { person, viewer } = await createPerson(whose);
          const choose = () => runAsViewer(viewer, "write", (context) => writePreferences(context, onlyThese(wanted)));
          if (changesBefore) await choose();
          const told = await Promise.all(
            events.map(async (kind) => {
              const to = newAddress();
              return { kind, to, id: await ring(person, kind, { to }) };
            }),
          );
          // Chosen while they were waiting: it holds all the same.
          if (!changesBefore) await choose();
          const preferences = await runAsViewer(viewer, "read", readPreferences);
          await Promise.all(told.map(({ id }) => runTask(id, mail.send)));
          for (const { kind, to } of told) {
            // A kind that cannot come to this person is not theirs to choose: it is as it begins.
            const chosen = preferences.find((preference) => preference.kind === kind)?.often;
            const isWanted = chosen ? chosen !== "never" : MAIL_KINDS[kind].byDefault;
            if (!isOptional(kind)) expect(isWanted).toBe(true);
            // What comes in the daily mail alone waits for it.
            const isOn = isWanted && MAIL_KINDS[kind].daily !== "only";
            expect([kind, mail.inbox(to).length]).toEqual([kind, isOn ? 1 : 0]);
            if (isOn) sent++;
            else refused++;
          }
          const rung = (await noticesOf(person)).map(({ kind }) => kind).sort();
          expect(rung).toEqual(events.filter((kind) => noticeOf(kind, PROPS[kind], whose)).sort());
        },
      ),
      { numRuns: 48, seed: 20261122 },
    );
    expect(refused).toBeGreaterThan(20);
    expect(sent).toBeGreaterThan(20);
    // Some hundred mails, each through a real socket.
  }, 120_000);

  it("decide for each optional kind, whether it begins on or off", () => {
    fc.assert(
      fc.property(
        fc.option(fc.string(), { nil: null }),
        fc.boolean(),
        fc.option(fc.boolean(), { nil: undefined }),
        (fixed, byDefault, chosen) => {
          const on = isOn({ fixed, byDefault }, chosen);
          if (fixed !== null) expect(on).toBe(true);
          else expect(on).toBe(chosen === undefined ? byDefault : chosen);
        },
      ),
    );
  });

  it("never hold back a link that signs in, even where a row says no", async () => {
    const contact = await createContact(await createCompany());
    await asSystem("test world", (db) =>
      db
        .insert(mailPreferences)
        .values({ personKind: "contact", personId: contact.id, kind: "password-reset", wanted: false }),
    );
    const tokenId = await createToken({ kind: "contact", id: contact.id });
    const id = await asSystem("test mail", async (db) => {
      const mailed = await enqueueMail(db, {
        ...{ brand: "cimsoft", kind: "password-reset", to: contact.email, props: { tokenId } },
        ...{ person: { kind: "contact", id: contact.id }, dedupeKey: `reset:${tokenId}` },
      });
      return mailed.id;
    });
    await runTask(id, mail.send);
    expect(mail.inbox(contact.email)).toHaveLength(1);
  });

  it("withhold for good a mail whose kind was switched off after it was queued", async () => {
    const { person, viewer } = await createPerson("contact");
    const to = newAddress();
    const id = await ring(person, "case-message", { to });
    await runAsViewer(viewer, "write", (context) => writePreferences(context, onlyThese([])));
    await runTask(id, mail.send);
    expect(await outboxRow(id)).toMatchObject({ state: "withheld", lastError: expect.stringContaining("switched") });
    await runAsViewer(viewer, "write", (context) => writePreferences(context, onlyThese(["case-message"])));
    await runTask(id, mail.send);
    expect(mail.inbox(to)).toEqual([]);
  });

  it("offer each person the kinds that can come to them, and say why some are locked", async () => {
    const company = await createCompany();
    const kindsOf = async (viewer: Parameters<typeof runAsViewer>[0]) =>
      (await runAsViewer(viewer, "read", readPreferences)).map(({ kind }) => kind);
    const plain = await kindsOf(clientViewer(await createContact(company, { billing: false })));
    expect(plain).toContain("request-message");
    expect(plain.filter((kind) => /^(case|payment)-|for-/.test(kind))).toEqual([]);
    const full = await kindsOf(clientViewer(await createContact(company, { pay: true, casesScope: "own" })));
    expect(full).toEqual(expect.arrayContaining(["payment-receipt", "case-message"]));
    const alone = await kindsOf(clientViewer(await createContact(null, { requestsScope: "own" })));
    expect(alone).toEqual(expect.arrayContaining(["request-received", "request-message", "request-closed"]));
    expect(alone.filter((kind) => /^(case|payment)-|for-|assigned/.test(kind))).toEqual([]);
    const agent = await kindsOf(staffViewer(await createStaff(["support_agent"])));
    expect(agent.filter((kind) => !kind.includes("password") && !kind.includes("sign-in"))).toEqual([
      "case-answer-near",
      "case-for-agents",
      "case-assigned",
      "thread-mention",
      "snooze-ended",
      "case-alarm",
    ]);
    const marketing = await runAsViewer(staffViewer(await createStaff(["marketing"])), "read", readPreferences);
    expect(marketing.every(({ locked }) => typeof locked === "string")).toBe(true);
  });

  it("are read and written by their owner alone, and no unknown kind is stored", async () => {
    const mine = await createPerson("contact");
    const other = await createPerson("contact");
    const member = await createPerson("staff");
    await runAsViewer(mine.viewer, "write", (context) =>
      writePreferences(context, onlyThese(["case-closed", "no-such-kind", "password-reset"])),
    );
    for (const { viewer } of [other, member]) {
      const rows = await runAsViewer(viewer, "read", ({ db }) => db.select().from(mailPreferences));
      expect(rows.filter(({ personId }) => personId === mine.person.id)).toEqual([]);
      const forged = runAsViewer(viewer, "write", ({ db }) =>
        db
          .insert(mailPreferences)
          .values({ personKind: "contact", personId: mine.person.id, kind: "case-joined", wanted: true }),
      );
      await expect(forged).rejects.toThrow();
    }
    const rows = await runAsViewer(mine.viewer, "read", ({ db }) => db.select().from(mailPreferences));
    expect(rows.filter(({ wanted }) => wanted).map(({ kind }) => kind)).toEqual(["case-closed"]);
    expect(rows.every(({ kind }) => isOptional(kind as PersonalKind))).toBe(true);
  });
});

describe("a mail for a person", () => {
  it("is queued by no viewer, nor is a notice", async () => {
    for (const { viewer, person } of [await createPerson("contact"), await createPerson("staff")]) {
      const event = { brand: "cimsoft", kind: "password-changed", to: newAddress(), props: {}, person } as const;
      const queued = runAsViewer(viewer, "write", ({ db }) => enqueueMail(db, { ...event, dedupeKey: nobodysId() }));
      await expect(queued).rejects.toThrow();
      expect(await noticesOf(person)).toEqual([]);
    }
  });

  it("makes a notice also where the address takes no mail", async () => {
    const { person } = await createPerson("contact");
    await asSystem("test mail", (db) =>
      enqueueMail(db, {
        ...{ brand: "cimsoft", kind: "password-changed", to: "broken", props: {}, person, dedupeKey: nobodysId() },
      }).catch(() => undefined),
    );
    expect(await noticesOf(person)).toHaveLength(1);
  });
});
