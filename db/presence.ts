import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";

/** So long an answer may be owed before somebody asks whether the database is there at all. */
const OWED_MS = 400;
/** Then it has so many turns of the event loop, each as long, to answer on a connection of its own. */
const TURNS = 10;
const TURN_MS = 100;
/** Between two looks while it is away, and while a long statement runs. */
const AWAY_PAUSE_MS = 500;
const BUSY_PAUSE_MS = 2_000;

/** Of a server that starts, ends or has crashed; any other refusal is an answer. */
const NOT_THERE = /^57P0[1-3]$/;

/**
 * Knows whether the database answers. A statement may take its time, so none is cut for being long: once one is owed an
 * answer for a while, a question of no work at all is asked beside it, and only its silence means that the database is away.
 */
export class Presence {
  isAway = false;
  private readonly owed = new Set<{ readonly since: number }>();
  private isWatching = false;
  private hasEnded = false;

  /** `onAway` is called each time that the database is found away. */
  constructor(
    private readonly url: string,
    private readonly onAway: () => void,
  ) {}

  /** From now on an answer is owed, until what this gives is called. */
  owe(): () => void {
    const debt = { since: performance.now() };
    this.owed.add(debt);
    if (!this.isWatching) void this.watch();
    return () => this.owed.delete(debt);
  }

  end(): void {
    this.hasEnded = true;
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    try {
      let patience = OWED_MS;
      while (!this.hasEnded) {
        const [oldest] = this.owed;
        if (!oldest) return;
        const age = performance.now() - oldest.since;
        if (age < patience) await pause(Math.min(patience - age, OWED_MS));
        else if (await this.answers()) patience = age + BUSY_PAUSE_MS;
        else await this.waitUntilBack();
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
      connect_timeout: 5,
      fetch_types: false,
      onnotice: () => {},
      connection: { application_name: "portal presence" },
    });
    const asked = sql.unsafe("select 1").then(
      () => true,
      (error: { code?: unknown; severity_local?: unknown }) =>
        error.severity_local !== undefined && !NOT_THERE.test(String(error.code)),
    );
    try {
      return await Promise.race([asked, silence()]);
    } finally {
      void sql.end({ timeout: 0 }).catch(() => {});
    }
  }
}

const pause = (milliseconds: number) => delay(milliseconds, undefined, { ref: false });

/** Turns of the loop and not time alone: a process that was busy itself has not looked for the answer. */
async function silence(): Promise<false> {
  for (let turn = 0; turn < TURNS; turn++) await pause(TURN_MS);
  return false;
}

/** What whoever needs the database is told, in the driver's words. */
export function away(): Error {
  return Object.assign(new Error("The database does not answer"), { code: "CONNECT_TIMEOUT" });
}
