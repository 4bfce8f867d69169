import { readFile } from "node:fs/promises";
import { asSystem } from "@/db/viewer";
import { settlePayment } from "@/lib/money/payments/settlement/settle";
import type { PaymentSnapshot } from "@/lib/money/payments/settlement/snapshot";

/*
 * A process that a test kills: settles the snapshots in a JSON file in their order, each in a transaction of its own,
 * and prints a line before each.
 */
async function main(): Promise<void> {
  const file = process.argv[2] ?? "";
  const snapshots = JSON.parse(await readFile(file, "utf8")) as PaymentSnapshot[];
  for (const [index, snapshot] of snapshots.entries()) {
    process.stdout.write(`${index}\n`);
    await asSystem("a process that is killed settles", (db) => settlePayment(db, snapshot));
  }
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "it failed"}\n`);
  process.exit(1);
});
