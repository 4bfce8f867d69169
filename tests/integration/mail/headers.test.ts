import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mailPreferences } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { MailKind } from "@/lib/mail/kinds";
import { isOptional, MAIL_KINDS } from "@/lib/mail/kinds";
import { readUnsubscribeToken } from "@/lib/mail/unsubscribe/token";
import { createToken, enqueue, newAddress, runTask, startMail } from "@/tests/integration/mail/support";
import {
  createPlant,
  type Plant,
  type ResendWorld,
  say,
  startResend,
  tell,
} from "@/tests/integration/threads/cases/mail/support";
import { createCompany, createContact, createStaff } from "@/tests/support/world";
import { type PersonalKind, PROPS, ring } from "./notices/support";

/* What the headers of a mail tell programs: which conversation it is of, that nobody wrote it, how to stop it. */

const AUTOMATIC = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" };

describe("a mail of every kind", () => {
  let mail: Awaited<ReturnType<typeof startMail>>;
  beforeAll(async () => {
    mail = await startMail();
  });
  afterAll(() => mail.close());

  // What comes in the daily mail alone is no mail of its own.
  const isOwnMail = (kind: PersonalKind) => !MAIL_KINDS[kind].secret && MAIL_KINDS[kind].daily !== "only";
  it.each((Object.keys(PROPS) as PersonalKind[]).filter(isOwnMail))(
    "%s says that nobody wrote it, and how to stop it where that may be",
    async (kind) => {
      const { id } = await createContact(await createCompany());
      const to = newAddress();
      if (!MAIL_KINDS[kind].byDefault) {
        const asked = { personKind: "contact", personId: id, kind, wanted: true } as const;
        await asSystem("test world", (db) => db.insert(mailPreferences).values(asked));
      }
      await runTask(await ring({ kind: "contact", id }, kind, { to }), mail.send);
      const [sent] = mail.inbox(to);
      expect(sent?.headers).toMatchObject(AUTOMATIC);
      const { "List-Unsubscribe": list, "List-Unsubscribe-Post": post } = sent?.headers ?? {};
      if (!isOptional(kind)) {
        expect([list, post]).toEqual([undefined, undefined]);
        expect(sent?.text).not.toContain("/unsubscribe/");
        return;
      }
      expect(post).toBe("List-Unsubscribe=One-Click");
      const token = /^<https:\/\/portal\.cimsoft\.com\/api\/unsubscribe\/([^>]+)>$/.exec(list ?? "")?.[1] ?? "";
      expect(readUnsubscribeToken(decodeURIComponent(token))).toEqual({ person: { kind: "contact", id }, kind });
      expect(sent?.text).toContain(`https://portal.cimsoft.com/unsubscribe/${token}`);
      expect(sent?.text).toContain("https://portal.cimsoft.com/settings#email");
    },
  );

  it("to a visitor, a mailbox or with a link that signs in says that nobody wrote it, and offers nothing to stop", async () => {
    const contact = await createContact(await createCompany());
    const tokenId = await createToken({ kind: "contact", id: contact.id });
    const visitor = newAddress();
    const kinds: [MailKind, string, object][] = [
      ["connect-acknowledged", visitor, {}],
      ["password-reset", contact.email, { tokenId }],
    ];
    for (const [kind, to, props] of kinds) {
      await runTask(await enqueue({ kind, to, props: props as never }), mail.send);
      const [sent] = mail.inbox(to);
      expect(sent?.headers).toEqual(AUTOMATIC);
    }
  });
});

describe("the mails of a conversation", () => {
  let resend: ResendWorld;
  let plant: Plant;
  beforeAll(async () => {
    resend = await startResend();
  });
  afterAll(() => resend.close());
  beforeEach(async () => {
    plant = await createPlant();
  });

  it("have a Message-ID for each recipient, and name the thread and what that recipient got before", async () => {
    const { filed, filer, colleague } = plant;
    const agent = await createStaff(["support_agent"]);
    await tell({ message: filed.id });
    await tell({ message: await say(filed, agent, "Which version?") });
    await tell({ message: await say(filed, agent, "And since when?") });
    await resend.sendAll(filed.id);
    const mailsOf = (address: string) =>
      resend
        .inbox(address)
        .map(({ headers }) => headers ?? {})
        .toReversed();
    const all = [...mailsOf(filer.email), ...mailsOf(colleague.email), ...mailsOf(agent.email)];
    expect(all.length).toBeGreaterThan(5);
    const ids = all.map((headers) => headers["Message-ID"]);
    // Two mails tell the filer of the same: what was filed, and that it arrived.
    const root = `<${filed.id}.${filed.id}@portal.cimsoft.com>`;
    for (const headers of all) expect(headers.References?.split(" ")[0]).toBe(root);
    const [, first, second] = mailsOf(colleague.email);
    expect(second?.References?.split(" ")).toContain(first?.["Message-ID"]);
    expect(second?.["In-Reply-To"]).toBe(first?.["Message-ID"]);
    const others = new Set(mailsOf(filer.email).map((headers) => headers["Message-ID"]));
    for (const headers of mailsOf(colleague.email)) {
      expect(others.has(headers["Message-ID"])).toBe(false);
      for (const id of headers.References?.split(" ") ?? []) expect(others.has(id)).toBe(false);
    }
    expect(new Set(ids).size).toBe(ids.length);
  });
});
