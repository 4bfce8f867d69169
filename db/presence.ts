import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";

/** If an answer of the database is owed for longer than this, we check whether the database is there at all. */
const OWED_MS = 300;
/** The check waits for this many turns of the event loop, each TURN_MS long, for an answer on whatever connection. */
const TURNS = 11;
const TURN_MS = 100;
/** Pauses between two checks: while the database is away, and while a long statement runs. */
const AWAY_PAUSE_MS = 500;
const BUSY_PAUSE_MS = 1_000;

/** Codes of a server that starts, ends or has crashed. Any other refusal counts as an answer. */
const NOT_THERE = /^57P0[1-3]$/;

/**
 * Knows whether the database answers. A statement may take its time, so none is cancelled for being slow. If an answer
 * is owed for a while, `select 1` is sent on another connection. Only if that gets no answer, and nobody else gets one
 * meanwhile, the database is away: a machine with much to do opens a connection late.
 */
export class Presence {
  isAway = false;
  /** The answers that are owed, each with the time of its next check: one that runs long delays no check of another. */
  private readonly owed = new Set<{ checkAt: number }>();
  private isWatching = false;
  private heardSoFar = 0;
  private hasEnded = false;

  /** `onAway` is called each time the database is found to be away. */
  constructor(
    private readonly url: string,
    private readonly onAway: () => void,
  ) {}

  /** Notes that an answer is owed. It is owed until the returned function is called. */
  owe(): () => void {
    const debt = { checkAt: performance.now() + OWED_MS };
    this.owed.add(debt);
    if (!this.isWatching) void this.watch();
    return () => this.owed.delete(debt);
  }

  /** Notes that the database answered something just now. */
  heard(): void {
    this.heardSoFar += 1;
  }

  end(): void {
    this.hasEnded = true;
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    try {
      while (!this.hasEnded && this.owed.size > 0) {
        const wait = Math.min(...[...this.owed].map(({ checkAt }) => checkAt)) - performance.now();
        if (wait > 0) await pause(Math.min(wait, OWED_MS));
        else if (!(await this.answers())) await this.waitUntilBack();
        else for (const debt of this.owed) debt.checkAt = performance.now() + BUSY_PAUSE_MS;
      }
    } finally {
      this.isWatching = false;
    }
  }

  private async waitUntilBack(): Promise<void> {
    this.isAway = true;
    this.owed.clear();
    this.onAway();
    do await pause(AWAY_PAUSE_MS);
    while (!this.hasEnded && !(await this.answers()));
    this.isAway = false;
  }

  private async answers(): Promise<boolean> {
    const sql = postgres(this.url, {
      max: 1,
      // How long is waited is for the silence to say.
      connect_timeout: 30,
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: "portal presence" },
    });
    const asked = sql.unsafe("select 1").then(
      () => true,
      (error: { code?: unknown; severity_local?: unknown }) =>
        error.severity_local !== undefined && !NOT_THERE.test(String(error.code)),
    );
    const over = new AbortController();
    try {
      return await Promise.race([asked, this.silence(over.signal)]);
    } finally {
      over.abort();
      void sql.end({ timeout: 0 }).catch(() => {});
    }
  }

  /**
   * Resolves with false after a silence. Counts turns of the event loop and not only time: a process that was busy
   * itself could not have seen an answer.
   */
  private async silence(over: AbortSignal): Promise<boolean> {
    let heard = this.heardSoFar;
    for (let turn = 0; turn < TURNS && !over.aborted; turn++) {
      await pause(TURN_MS);
      // A database that nobody waits for any more is asked anew when somebody does.
      if (!this.isAway && this.owed.size === 0) return true;
      if (this.heardSoFar !== heard) turn = -1;
      heard = this.heardSoFar;
    }
    return false;
  }
}

const pause = (milliseconds: number) => delay(milliseconds, undefined, { ref: false });

/** The error for those who need the database while it is away. It has a code of the driver's. */
export function away(): Error {
  return Object.assign(new Error("The database does not answer"), { code: "CONNECT_TIMEOUT" });
}
