import { readFile } from "node:fs/promises";
import { asSystem } from "@/db/viewer";
import type { PaymentPicture } from "@/lib/money/payments/settlement/picture";
import { settlePayment } from "@/lib/money/payments/settlement/settle";

/*
 * A process to be killed: settles the pictures of a file (JSON) in their order, each in a transaction of its own, and
 * writes a line before each.
 */
async function main(): Promise<void> {
  const file = process.argv[2] ?? "";
  const pictures = JSON.parse(await readFile(file, "utf8")) as PaymentPicture[];
  for (const [index, picture] of pictures.entries()) {
    process.stdout.write(`${index}\n`);
    await asSystem("a process that is killed settles", (db) => settlePayment(db, picture));
  }
  process.exit(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : "it failed"}\n`);
  process.exit(1);
});
