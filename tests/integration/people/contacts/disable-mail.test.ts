import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";
import { replyAddressFor } from "@/lib/mail/reply-address";
import { disableContact } from "@/lib/people/edits/contacts/service";
import { handle, messagesOf, type ResendWorld, startResend } from "@/tests/integration/threads/cases/mail/support";
import { type Member, member } from "@/tests/integration/threads/requests/staff/support";
import { createRequest } from "@/tests/support/world-threads";
import { act, household } from "./support";

let administrator: Member;
let resend: ResendWorld;
beforeAll(async () => {
  // First, because it sets the environment.
  resend = await startResend();
  administrator = await member(["administrator"], "Noor Haddad");
});
afterAll(() => resend.close());

describe("disabling an account", () => {
  it("ends replies by mail: what came before joins, what comes from then on does not", async () => {
    const { company, contact } = await household({ requestsScope: "own" });
    const asked = await createRequest(company, contact, {});
    const address = await asSystem("test looks", (db) =>
      replyAddressFor(db, { brand: asked.brand, threadId: asked.id, personKind: "contact", personId: contact.id }),
    );
    const reply = () => resend.arrive({ from: contact.email, to: String(address), subject: "Re: it", text: "Me." });
    expect(await handle(await reply())).toMatchObject({ state: "joined", threadId: asked.id });
    const before = await messagesOf(asked.id);
    await act(administrator, (context) => disableContact(context, { contact: contact.id }));
    expect((await handle(await reply())).state).not.toBe("joined");
    expect(await messagesOf(asked.id)).toEqual(before);
  });
});
