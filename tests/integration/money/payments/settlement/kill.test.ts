import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { asSystem } from "@/db/viewer";
import type { PaymentSnapshot } from "@/lib/money/payments/settlement/snapshot";
import { temporaryFolder } from "@/tests/support/temporary";
import { expectSound, readLedger } from "./ledger";
import { createLedger, look, startPayment } from "./started";
import { Story } from "./stripe-story";

const ROOT = path.resolve(import.meta.dirname, "../../../../..");
const PROCESS = "settle-under-test";
const PAYMENTS = 12;
const KILLS = process.env.PORTAL_TEST_LONG ? 25 : 4;

function settleIn(file: string) {
  return spawn(process.execPath, ["--import", "tsx", "tests/support/settle-snapshots.ts", file], {
    cwd: ROOT,
    env: { ...process.env, PORTAL_PROCESS: PROCESS },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

const connections = () =>
  asSystem("test", async (db) => {
    const rows = await db.execute(
      sql`select pid from pg_stat_activity where application_name = ${PROCESS} and datname = current_database()`,
    );
    return rows.length;
  });

it("every payment is settled once, wherever the process that settles it is killed", async () => {
  const world = await createLedger(Array.from({ length: PAYMENTS }, (_, index) => 1_000 + index));
  const snapshots: PaymentSnapshot[] = [];
  for (let index = 0; index < PAYMENTS; index++) {
    const amountMinor = 1_000 + index;
    const started = await startPayment(
      world,
      world.invoices.map((_, place) => (place === index ? amountMinor : 0)),
    );
    const story = new Story(started, amountMinor);
    for (const what of ["debit", "clear", "dispute", "win"] as const) {
      story.happen({ do: what });
      snapshots.push(await look(started, story.facts()));
    }
    story.happen({ do: "refund", share: 50 });
    snapshots.push(await look(started, story.facts()));
  }
  const file = path.join(temporaryFolder(), "snapshots.json");
  await writeFile(file, JSON.stringify(snapshots));

  for (let kill = 0; kill < KILLS; kill++) {
    const child = settleIn(file);
    const died = once(child, "close");
    // Each kill comes after more settled payments, at a random moment of the next transaction.
    const until = Math.floor((snapshots.length * (kill + 1)) / (KILLS + 1));
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        if (
          chunk
            .toString()
            .split("\n")
            .some((line) => line !== "" && Number(line) >= until)
        )
          resolve();
      });
      child.on("close", () => reject(new Error("it ended by itself")));
    });
    await wait(Math.random() * 12);
    child.kill("SIGKILL");
    await died;
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 });
    expectSound(await readLedger(world.company.id));
  }

  const [code] = (await once(settleIn(file), "close")) as [number | null];
  expect(code).toBe(0);
  const rows = await readLedger(world.company.id);
  expectSound(rows);
  expect(rows.received.map(({ state }) => state)).toEqual(Array(PAYMENTS).fill("partly_refunded"));
  expect(rows.documents.map(({ balanceMinor, totalMinor }) => totalMinor - balanceMinor)).toEqual(
    rows.documents.map(({ totalMinor }) => totalMinor - Math.floor(totalMinor / 2)),
  );
  for (const kind of ["payment-processing", "payment-receipt", "payment-refunded"]) {
    expect(rows.mails.filter((mail) => mail.kind === kind)).toHaveLength(PAYMENTS);
  }
  for (const action of ["payment.processing", "payment.succeeded", "payment.refunded"]) {
    expect(rows.audit.filter((event) => event.action === action)).toHaveLength(PAYMENTS);
  }
}, 600_000);
