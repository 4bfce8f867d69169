import { describe, expect, it, vi } from "vitest";
import { endOtherSessions, endOwnSession, readOwnAccess } from "@/lib/gate/auth/own-sessions";
import { loadSession } from "@/lib/gate/auth/session-store";
import type { SignedIn } from "@/lib/gate/auth/types";
import { systemNow } from "@/lib/kit/time";
import { endOtherSessionsAction, endSessionAction } from "@/lib/people/settings/actions";
import { routes } from "@/lib/routes";
import { at, insource, PASSWORD_HASH, signedIn } from "@/tests/integration/gate/auth/support";
import { send } from "@/tests/integration/threads/cases/support";
import { createContact, createStaff } from "@/tests/support/world";
import { deedsOf } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const missing = { code: "NOT_FOUND" };

async function enter(email: string, over: Parameters<typeof signedIn>[1] = {}): Promise<[string, SignedIn]> {
  const secret = await signedIn(email, over);
  const session = await loadSession(secret, over.brand?.key ?? "cimsoft", at(1));
  if (!session) throw new Error("not signed in");
  return [secret, session];
}

const isIn = async (secret: string, brand = "cimsoft") => (await loadSession(secret, brand, at(60))) !== null;

describe("a contact's own sessions in Settings", () => {
  it("are listed with the current one first, without anybody else's", async () => {
    const me = await createContact(null, { passwordHash: PASSWORD_HASH });
    const other = await createContact(null, { passwordHash: PASSWORD_HASH });
    await enter(other.email);
    const [, here] = await enter(me.email, { userAgent: "here" });
    const [, there] = await enter(me.email, { userAgent: "there", now: at(30) });
    const { sessions: listed } = await readOwnAccess(here, at(40));
    expect(listed.map(({ id, isThis }) => [id, isThis])).toEqual([
      [here.sessionId, true],
      [there.sessionId, false],
    ]);
  });

  it("end one by one, or all but the current one; ending one twice changes nothing", async () => {
    const me = await createContact(null, { passwordHash: PASSWORD_HASH });
    const [here, session] = await enter(me.email);
    const [second, secondSession] = await enter(me.email);
    const [third] = await enter(me.email);
    await endOwnSession(session, secondSession.sessionId, at(5));
    await endOwnSession(session, secondSession.sessionId, at(6));
    expect([await isIn(here), await isIn(second), await isIn(third)]).toEqual([true, false, true]);
    await endOtherSessions(session, at(7));
    expect([await isIn(here), await isIn(third)]).toEqual([true, false]);
    expect((await deedsOf(me.id)).filter((deed) => deed.startsWith("session."))).toEqual([
      "session.others-ended",
      "session.ended",
      "session.started",
      "session.started",
      "session.started",
    ]);
  });

  it("of somebody else are not found, like one that never existed", async () => {
    const me = await createContact(null, { passwordHash: PASSWORD_HASH });
    const colleague = await createContact(null, { passwordHash: PASSWORD_HASH });
    const member = await createStaff(["administrator"], { passwordHash: PASSWORD_HASH });
    const stranger = await createContact(null, { passwordHash: PASSWORD_HASH, brand: "insource" });
    const [mine, session] = await enter(me.email);
    const [theirs, theirSession] = await enter(colleague.email);
    const [staffs, staffSession] = await enter(member.email);
    const [strangers, strangeSession] = await enter(stranger.email, { brand: insource });
    for (const { sessionId } of [theirSession, staffSession, strangeSession]) {
      await expect(endOwnSession(session, sessionId, at(5))).rejects.toMatchObject(missing);
    }
    await expect(endOwnSession(staffSession, session.sessionId, at(5))).rejects.toMatchObject(missing);
    await endOtherSessions(session, at(5));
    expect([await isIn(theirs), await isIn(staffs), await isIn(strangers, "insource"), await isIn(mine)]).toEqual([
      ...[true, true, true, true],
    ]);
  });
});

describe("the forms that end sessions", () => {
  const now = systemNow();
  const newest = (email: string) => enterNow(email);
  async function enterNow(email: string) {
    const secret = await signedIn(email, { now });
    const session = await loadSession(secret, "cimsoft", now);
    if (!session) throw new Error("not signed in");
    return session;
  }

  it("lead back to Settings for clients and for staff", async () => {
    const me = await createContact(null, { passwordHash: PASSWORD_HASH });
    const member = await createStaff(["marketing"], { passwordHash: PASSWORD_HASH });
    const other = await newest(me.email);
    const client = { brand: "cimsoft", account: { kind: "contact" as const, id: me.id } };
    expect(await send(endSessionAction, client, { session: other.sessionId })).toEqual({
      kind: "redirected",
      to: `${routes.settings}?done=session#sessions`,
    });
    const staff = { brand: "insource", account: { kind: "staff" as const, id: member.id } };
    expect(await send(endOtherSessionsAction, staff, {})).toEqual({
      kind: "redirected",
      to: `${routes.staffSettings}?done=sessions#sessions`,
    });
  });

  it("lead to sign-in when signed out, and end nothing", async () => {
    const me = await createContact(null, { passwordHash: PASSWORD_HASH });
    const session = await newest(me.email);
    const fields = { session: session.sessionId };
    expect(await send(endSessionAction, { brand: "cimsoft" }, fields)).toEqual({
      kind: "redirected",
      to: routes.login,
    });
    const stranger = await createContact(null, { passwordHash: PASSWORD_HASH });
    const theirs = { brand: "cimsoft", account: { kind: "contact" as const, id: stranger.id } };
    expect(await send(endSessionAction, theirs, fields)).toEqual({ kind: "missing" });
    expect((await readOwnAccess(session, now)).sessions).toHaveLength(1);
  });
});
