import { buffer } from "node:stream/consumers";
import { fileStorage } from "@/lib/files/storage/configured";
import { createSemaphore } from "@/lib/kit/semaphore";
import { log } from "@/lib/log";
import { findRunning, type Held } from "./inspect";

/**
 * A file and what is unpacked of it are in memory while it is looked into, so a process looks into two files at a time.
 */
const turns = createSemaphore(2, Number.POSITIVE_INFINITY);

/**
 * Whether a stored file can run, as in findRunning; `undefined` if its bytes are missing. A file on which our check
 * fails is held like a file that cannot be looked into.
 */
export async function inspectStored(id: string, name: string): Promise<Held | null | undefined> {
  const leave = await turns.acquire();
  try {
    const stored = await fileStorage().get(id);
    if (!stored) return undefined;
    const content = await buffer(stored.content);
    try {
      return await findRunning(name, content);
    } catch (error) {
      log.error({ file: id, err: error }, "a file could not be looked into, and is held");
      return { reason: "sealed", part: null };
    }
  } finally {
    leave();
  }
}
