import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { files } from "@/db/schema";
import type { ScanState } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { configuredScanner } from "@/lib/files/scanner/configured";
import type { Scan } from "@/lib/files/scanner/scanner";
import { ScannerUnavailable } from "@/lib/files/scanner/unavailable";
import { fileStorage } from "@/lib/files/storage/configured";
import { log } from "@/lib/log";

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
    db.select({ id: files.id }).from(files).where(isWaiting),
  );
  if (!waiting) return;
  const verdict = await judge(id, scan);
  const noted = await asSystem("the verdict on a file", (db) =>
    db.update(files).set({ scan: verdict }).where(isWaiting).returning({ id: files.id }),
  );
  if (noted.length && verdict === "infected") log.warn({ file: id }, "a file is blocked: the scanner found something");
}

async function judge(id: string, scan: Scan | null): Promise<ScanState> {
  if (!scan) return "not_scanned";
  const stored = await fileStorage().get(id);
  // The file was deleted meanwhile, or its bytes are not stored yet. The next attempt will find out.
  if (!stored) throw new ScannerUnavailable("the bytes of a file are not there");
  return scan(stored.content);
}
