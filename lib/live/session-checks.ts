import { log } from "@/lib/log";
import type { LiveStream } from "./stream";

/**
 * Closes streams whose session no longer holds. Sessions are checked one after the other, so that all streams of a
 * process need one connection at most.
 */
export class SessionChecks {
  private readonly due = new Set<LiveStream>();
  private isChecking = false;

  /** Resolves when these streams have been checked, or are left to the checks that go on already. */
  async check(streams: Iterable<LiveStream>): Promise<void> {
    for (const stream of streams) this.due.add(stream);
    if (this.isChecking) return;
    this.isChecking = true;
    try {
      // Streams that become due meanwhile are added to the end of what is looped over.
      for (const stream of this.due) {
        this.due.delete(stream);
        if (stream.isOpen && !(await stream.owner.isAlive())) stream.close("session");
      }
    } catch (error) {
      // The database is away: those that were due are checked when their turn comes again.
      this.due.clear();
      log.warn({ err: error }, "sessions of open streams could not be checked");
    } finally {
      this.isChecking = false;
    }
  }
}
