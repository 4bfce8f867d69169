import { noteAnswer, type Provider } from "@/lib/gate/providers";
import { systemNow } from "@/lib/kit/time";
import { describeError, log } from "@/lib/log";
import { FilesRefused } from "./refused";

const FILES: Provider = { name: "files", brand: null };
/** Error codes for a full disk or a used-up quota of this user. */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

const now = () => new Date(systemNow().epochMilliseconds);

/**
 * Runs `work`, which writes a file. If the disk is full it throws FilesRefused, and staff see this until a file can be
 * kept again.
 */
export async function whereThereIsRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    const done = await work();
    await note({ kind: "answered", milliseconds: 0 });
    return done;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!FULL.has(code)) throw error;
    log.error({ code }, "the disk for files is full");
    await note({ kind: "failed", reason: code, isLasting: true });
    throw new FilesRefused("no-room", { cause: error });
  }
}

/** A failure to note the state of the disk must not fail the upload, so it is only logged. */
async function note(answer: Parameters<typeof noteAnswer>[1]): Promise<void> {
  await noteAnswer(FILES, answer, now()).catch((error: unknown) => {
    log.warn({ fault: describeError(error) }, "how the disk for files stands could not be noted");
  });
}
