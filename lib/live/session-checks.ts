import { log } from "@/lib/log";
import type { LiveStream } from "./stream";

/** So many checks that fail one after the other mean that the database is away: every further one would wait for it. */
const MOST_FAILURES = 3;

/**
 * Closes streams whose session no longer holds. Sessions are checked one after the other, so that all streams of a
 * process need one connection at most.
 */
export class SessionChecks {
  private readonly due = new Set<LiveStream>();
  private isChecking = false;

  /**
   * Resolves when these streams have been checked, or are left to the checks that go on already. What could not be
   * checked stays due, and is asked again with whatever is checked next.
   */
  async check(streams: Iterable<LiveStream>): Promise<void> {
    for (const stream of streams) this.due.add(stream);
    if (this.isChecking) return;
    this.isChecking = true;
    const failed = new Set<LiveStream>();
    let inARow = 0;
    try {
      // Streams that become due meanwhile are added to the end of what is looped over.
      for (const stream of this.due) {
        this.due.delete(stream);
        try {
          if (stream.isOpen && !(await stream.owner.isAlive())) stream.close("session");
          inARow = 0;
        } catch (error) {
          failed.add(stream);
          log.warn({ err: error, left: this.due.size }, "the session of an open stream could not be checked");
          if (++inARow === MOST_FAILURES) break;
        }
      }
    } finally {
      for (const stream of failed) this.due.add(stream);
      this.isChecking = false;
    }
  }
}
