import { describe, expect, it } from "vitest";
import { createSandbox } from "@/scripts/demo/sandboxes/server";
import { EMAIL, post } from "./test-support";

const KEY = { "Idempotency-Key": "msg/1" };
const DAY_MS = 24 * 60 * 60 * 1000;

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describe("Idempotency-Key", () => {
  it.each([
    ["/emails", EMAIL],
    ["/emails/batch", [EMAIL]],
  ])("answers a repetition on %s alike and sends once", async (path, body) => {
    const sandbox = createSandbox();
    const first = await post(sandbox, path, body, KEY);
    const second = await post(sandbox, path, body, KEY);
    expect(second.body).toEqual(first.body);
    expect(first.status).toBe(200);
    expect(sandbox.mailbox.list()).toHaveLength(1);
  });

  it.each([
    ["another body", "/emails", { ...EMAIL, subject: "Another" }],
    ["another path", "/emails/batch", [EMAIL]],
  ])("refuses the same key with %s", async (_case, path, body) => {
    const sandbox = createSandbox();
    await post(sandbox, "/emails", EMAIL, KEY);
    const answer = await post(sandbox, path, body, KEY);
    expect(answer).toMatchObject({ status: 409, body: { statusCode: 409, name: "invalid_idempotent_request" } });
    expect(sandbox.mailbox.list()).toHaveLength(1);
  });

  it("is forgotten after 24 hours, not before", async () => {
    let time = Date.parse("2026-11-21T10:00:00Z");
    const sandbox = createSandbox({ now: () => time });
    const first = await post(sandbox, "/emails", EMAIL, KEY);
    time += DAY_MS - 1;
    expect((await post(sandbox, "/emails", EMAIL, KEY)).body).toEqual(first.body);
    time += 1;
    expect((await post(sandbox, "/emails", EMAIL, KEY)).body).not.toEqual(first.body);
    expect(sandbox.mailbox.list()).toHaveLength(2);
  });

  it("refuses a second request while the first is in progress", async () => {
    const gate = signal();
    const arrived = signal();
    const sandbox = createSandbox({
      beforeStore: async () => {
        arrived.give();
        await gate.given;
      },
    });
    const first = post(sandbox, "/emails", EMAIL, KEY);
    await arrived.given;
    const second = await post(sandbox, "/emails", EMAIL, KEY);
    expect(second).toMatchObject({ status: 409, body: { name: "concurrent_idempotent_requests" } });
    gate.give();
    expect((await first).status).toBe(200);
    expect(sandbox.mailbox.list()).toHaveLength(1);
  });

  it("takes 256 characters and no more", async () => {
    const sandbox = createSandbox();
    expect((await post(sandbox, "/emails", EMAIL, { "Idempotency-Key": "k".repeat(256) })).status).toBe(200);
    for (const key of ["", "k".repeat(257)]) {
      const answer = await post(sandbox, "/emails", EMAIL, { "Idempotency-Key": key });
      expect(answer).toMatchObject({ status: 400, body: { name: "invalid_idempotency_key" } });
    }
  });

  it("stays free after a refusal and after a fault", async () => {
    const sandbox = createSandbox();
    expect((await post(sandbox, "/emails", { ...EMAIL, to: "root" }, KEY)).status).toBe(422);
    sandbox.faults.set({ mode: "error-500", times: 1 });
    expect((await post(sandbox, "/emails", EMAIL, KEY)).status).toBe(500);
    expect((await post(sandbox, "/emails", EMAIL, KEY)).status).toBe(200);
  });
});
