import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { linkState } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { LiveHub } from "@/lib/live/hub";
import { disableContact, enableContact } from "@/lib/people/edits/contacts/service";
import { attempt, cimsoft, needToken, PASSWORD_HASH } from "@/tests/integration/gate/auth/support";
import { hear } from "@/tests/integration/live/support";
import { type Member, member } from "@/tests/integration/threads/requests/staff/support";
import { act, household } from "./support";

/* What ends at once when an administrator disables an account. */

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});
let hub = new LiveHub();
afterEach(async () => {
  await hub.closeAll();
  hub = new LiveHub();
});

const signsIn = async () => household({ passwordHash: PASSWORD_HASH, requestsScope: "own" });
const disable = (contact: { id: string }) =>
  act(administrator, (context) => disableContact(context, { contact: contact.id, reason: "Left the company." }));

describe("disabling an account", () => {
  it("ends its sessions and its links, and no password opens it; enabling opens it with the password alone", async () => {
    const { contact } = await signsIn();
    const now = systemNow();
    const outcome = await attempt(contact.email, { now });
    if (!outcome.ok) throw new Error("no session");
    const link = await needToken(contact.email, { now });
    expect(await linkState(cimsoft, link, { address: null, now })).toBe("works");
    await disable(contact);
    expect(await loadSession(outcome.secret, "cimsoft", now)).toBeNull();
    expect(await linkState(cimsoft, link, { address: null, now })).toBe("gone");
    expect(await attempt(contact.email, { now })).toMatchObject({ ok: false, reason: "wrong" });
    await act(administrator, (context) => enableContact(context, { contact: contact.id }));
    expect(await loadSession(outcome.secret, "cimsoft", now)).toBeNull();
    expect(await linkState(cimsoft, link, { address: null, now })).toBe("gone");
    expect(await attempt(contact.email, { now })).toMatchObject({ ok: true });
  });

  it("ends an open live stream", async () => {
    const { contact } = await signsIn();
    const reading = await hear(hub, { kind: "contact", id: contact.id });
    await disable(contact);
    await reading.over();
    expect(reading.frames.at(-1)).toMatchObject({ event: "end", data: "session" });
  });
});
