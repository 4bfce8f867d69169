import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { files } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { scanWithout } from "@/lib/files/running/held";
import { inspectStored } from "@/lib/files/running/stored";
import { configuredScanner } from "@/lib/files/scanner/configured";
import type { Scan } from "@/lib/files/scanner/scanner";
import { ScannerUnavailable } from "@/lib/files/scanner/unavailable";
import { fileStorage } from "@/lib/files/storage/configured";
import { log } from "@/lib/log";

type Verdict = Pick<typeof files.$inferInsert, "scan" | "heldFor" | "heldPart">;

const payloadSchema = z.object({ id: z.string() });

/**
 * The job `files.scan`: has one file scanned and stores the verdict. If the scanner is unavailable the file stays as it
 * is, and ScannerUnavailable is thrown for another attempt. If no scanner is configured any more, the file is marked as
 * not scanned.
 */
export async function runScanTask(payload: unknown, scan: Scan | null = configuredScanner()): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const isWaiting = and(eq(files.id, id), eq(files.scan, "pending"));
  const [waiting] = await asSystem("a file is looked at for its readers", (db) =>
    db.select({ name: files.name }).from(files).where(isWaiting),
  );
  if (!waiting) return;
  const verdict = await judge(id, waiting.name, scan);
  const noted = await asSystem("the verdict on a file", (db) =>
    db.update(files).set(verdict).where(isWaiting).returning({ id: files.id }),
  );
  if (noted.length && verdict.scan === "infected")
    log.warn({ file: id }, "a file is blocked: the scanner found something");
}

/** What is known of a stored file: by the scanner, or without one by looking into it. Throws ScannerUnavailable. */
export async function judge(id: string, name: string, scan: Scan | null): Promise<Verdict> {
  // The bytes may have been deleted meanwhile, or may not have arrived yet: the next attempt will know.
  const missing = () => new ScannerUnavailable("the bytes of a file are not there");
  if (!scan) {
    const held = await inspectStored(id, name);
    if (held === undefined) throw missing();
    return scanWithout(held);
  }
  const stored = await fileStorage().get(id);
  if (!stored) throw missing();
  return { scan: await scan(stored.content) };
}
