import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";
import { replyAddressFor } from "@/lib/mail/reply-address";
import {
  handle,
  messagesOf,
  type ResendWorld,
  replyTo,
  startResend,
} from "@/tests/integration/threads/cases/mail/support";
import type { WholeRequest } from "@/tests/support/threads";
import { createAgreement, createCompany, createContact } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { picture } from "./support";

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

/** All the ways in which a mail could name a field, each with a value that would be worth something. */
const FORGED = [
  "name: Somebody Else",
  "email=forged@client.example&billing=on&pay=on",
  '{"casesScope": "company", "requestsScope": "company", "portalFields": []}',
  "State: approved",
].join("\n");

describe("a reply by mail that names administrators' fields", () => {
  it.each(["a message", "a change request", "a case"] as const)(
    "is text in its thread and changes nothing else: %s",
    async (what) => {
      const company = await createCompany();
      await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
      const me = await createContact(company, { billing: false, casesScope: "own", requestsScope: "own" });
      const [threadId, to] = await openThread(what, company, me);
      const before = await picture([me.id]);
      const id = await resend.arrive({
        ...{
          from: `Somebody Else <${me.email}>`,
          to,
          subject: "approved: billing=on; name=Somebody Else",
          text: FORGED,
        },
        headers: { "X-Contact-Name": "Somebody Else", "X-Billing": "on", "Reply-To": "forged@client.example" },
      });
      expect(await handle(id)).toMatchObject({ state: "joined", threadId });
      const last = (await messagesOf(threadId)).at(-1);
      expect(last).toMatchObject({ source: "mail", authorId: me.id, authorName: me.name, body: FORGED });
      expect(await picture([me.id])).toEqual(before);
    },
  );
});

type Company = Awaited<ReturnType<typeof createCompany>>;
type Contact = Awaited<ReturnType<typeof createContact>>;

async function openThread(what: string, company: Company, me: Contact): Promise<[id: string, replyAddress: string]> {
  if (what === "a case") {
    const filed = await createCase(company, me);
    return [filed.id, await replyTo(filed, me)];
  }
  const kind: WholeRequest["kind"] = what === "a message" ? "message" : "change";
  const asked = await createRequest(company, me, { kind });
  const address = await asSystem("test look", (db) =>
    replyAddressFor(db, { brand: asked.brand, threadId: asked.id, personKind: "contact", personId: me.id }),
  );
  return [asked.id, address ?? ""];
}
