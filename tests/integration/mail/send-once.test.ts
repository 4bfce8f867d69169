import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brands, outbox } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { forgetBrands } from "@/lib/gate/brand/load";
import { createResendSender, type SendMail } from "@/lib/mail/resend";
import { sweepOutbox } from "@/lib/mail/sweep";
import { enqueueChanged, HOUR, jobsFor, MINUTE, newAddress, outboxRow, runTask, startMail } from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail({ timeoutMs: 3_000 });
});
afterAll(() => mail.close());

describe("one event sends exactly one mail", () => {
  it("however often the job runs, one after another and at once", async () => {
    const to = newAddress();
    const id = await enqueueChanged(to);
    await Promise.allSettled([1, 2, 3, 4, 5].map(() => runTask(id, mail.send)));
    await runTask(id, mail.send);
    await runTask(id, mail.send, HOUR);
    expect(mail.inbox(to)).toHaveLength(1);
    expect(await outboxRow(id)).toMatchObject({ state: "sent", attempts: 1, leasedUntil: null, lastError: null });
    expect((await outboxRow(id))?.providerId).toBe(mail.inbox(to)[0]?.id);
  });

  it("when the process dies between sending and recording", async () => {
    const to = newAddress();
    const id = await enqueueChanged(to);
    const dies: SendMail = async (message, key) => {
      await mail.send(message, key);
      throw new Error("the process is gone");
    };
    await expect(runTask(id, dies)).rejects.toThrow("the process is gone");
    expect(mail.inbox(to)).toHaveLength(1);
    expect(await outboxRow(id)).toMatchObject({ state: "sending" });

    await expect(runTask(id, mail.send, 10_000), "the dead process's lease still holds").rejects.toThrow(
      "holds this mail",
    );
    await runTask(id, mail.send, 2 * MINUTE);
    expect(mail.inbox(to)).toHaveLength(1);
    expect(await outboxRow(id)).toMatchObject({ state: "sent", attempts: 2 });
    expect((await outboxRow(id))?.providerId).toBe(mail.inbox(to)[0]?.id);
  });

  it.each(["error-500", "rate-limit", "timeout-after-accept"] as const)(
    "when the provider answers with %s first",
    async (mode) => {
      const to = newAddress();
      const id = await enqueueChanged(to);
      mail.fault(mode, 2);
      await expect(runTask(id, mail.send)).rejects.toMatchObject({ name: "RetryLater" });
      expect(await outboxRow(id)).toMatchObject({ state: "queued", attempts: 1, leasedUntil: null });
      await expect(runTask(id, mail.send, MINUTE)).rejects.toMatchObject({ name: "RetryLater" });
      await runTask(id, mail.send, 2 * MINUTE);
      expect(mail.inbox(to)).toHaveLength(1);
      expect(await outboxRow(id)).toMatchObject({ state: "sent", attempts: 3, lastError: null });
    },
  );

  it("when a slow try overlaps with the next one", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let waiting = 0;
    const slow = await startMail({
      timeoutMs: 10_000,
      beforeStore: async () => {
        waiting += 1;
        await gate;
      },
    });
    const to = newAddress();
    const id = await enqueueChanged(to);
    const first = runTask(id, slow.send);
    await expect.poll(() => waiting).toBe(1);
    await expect(runTask(id, slow.send, 2 * MINUTE)).rejects.toThrow("concurrent_idempotent_requests");
    open();
    await first;
    expect(slow.inbox(to)).toHaveLength(1);
    expect(await outboxRow(id)).toMatchObject({ state: "sent" });
    await slow.close();
  });

  it("when the brand's name was edited between two attempts", async () => {
    const to = newAddress();
    const id = await enqueueChanged(to);
    mail.fault("timeout-after-accept");
    await expect(runTask(id, mail.send)).rejects.toMatchObject({ name: "RetryLater" });
    const rename = async (name: string) => {
      await asSystem("test edit", (db) => db.update(brands).set({ name }).where(eq(brands.key, "cimsoft")));
      forgetBrands();
    };
    await rename("Cimsoft of old");
    await runTask(id, mail.send, MINUTE);
    await rename("Cimsoft");
    expect(mail.inbox(to)).toHaveLength(1);
    expect(await outboxRow(id)).toMatchObject({ state: "sent", providerId: null });
  });
});

describe("a mail that cannot be sent", () => {
  it("is dead at once when the provider refuses it, with the reason", async () => {
    const id = await enqueueChanged(newAddress());
    await asSystem("test edit", (db) =>
      db.update(outbox).set({ toAddress: "not an address" }).where(eq(outbox.id, id)),
    );
    await runTask(id, mail.send);
    const row = await outboxRow(id);
    expect(row).toMatchObject({ state: "dead", attempts: 1, leasedUntil: null });
    expect(row?.lastError).toContain("422 validation_error");
    await runTask(id, mail.send, HOUR);
    expect(await outboxRow(id)).toMatchObject({ state: "dead", attempts: 1 });
  });

  it("waits while the provider's API key is wrong, which an operator can mend", async () => {
    const to = newAddress();
    const id = await enqueueChanged(to);
    const wrongKey = createResendSender({ apiKey: "nonsense", baseUrl: mail.url });
    await expect(runTask(id, wrongKey)).rejects.toThrow("403 invalid_api_key");
    await runTask(id, mail.send, MINUTE);
    expect(mail.inbox(to)).toHaveLength(1);
  });

  it("is dead after 20 hours, with the last error", async () => {
    const to = newAddress();
    const id = await enqueueChanged(to);
    mail.fault("error-500");
    await expect(runTask(id, mail.send, 20 * HOUR - MINUTE)).rejects.toThrow("500");
    await runTask(id, mail.send, 20 * HOUR);
    expect(mail.inbox(to)).toHaveLength(0);
    expect(await outboxRow(id)).toMatchObject({
      state: "dead",
      lastError: "Not sent within 20 hours. Last: 500 internal_server_error",
    });
  });

  it("is dead when its kind is not known", async () => {
    const id = await enqueueChanged(newAddress());
    await asSystem("test edit", (db) => db.update(outbox).set({ kind: "constructor" }).where(eq(outbox.id, id)));
    await runTask(id, mail.send);
    expect(await outboxRow(id)).toMatchObject({
      state: "dead",
      lastError: "There is no kind of mail named constructor",
    });
  });

  it("stays queued while mail is switched off, and gets a new job once its own is gone", async () => {
    const id = await enqueueChanged(newAddress());
    await runTask(id, null);
    expect(await outboxRow(id)).toMatchObject({ state: "queued", attempts: 0 });
    await sweepOutbox(new Date(Date.now() + 2 * MINUTE));
    expect(await jobsFor(id), "its own job is still there").toBe(1);

    await asSystem("test edit", (db) => db.execute(sql`select graphile_worker.remove_job(${`mail:${id}`})`));
    await sweepOutbox(new Date());
    expect(await jobsFor(id), "too fresh to be missed").toBe(0);
    await sweepOutbox(new Date(Date.now() + 2 * MINUTE));
    expect(await jobsFor(id)).toBe(1);
  });
});
