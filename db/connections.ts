import postgres from "postgres";

/** One connection: a client of the driver that never has another, so that statements are sent without waiting. */
export interface Connection {
  readonly sql: postgres.Sql;
  /** Lost, or worn out: it is given to nobody again, and what is still asked of it is refused. */
  isLost: boolean;
  /** Something other than data was changed on it: it is ended when it is given back. */
  isWorn: boolean;
  /** What the server keeps a plan of. */
  readonly prepared: Set<string>;
  /** Settles when the next statement may be sent. */
  line: Promise<unknown>;
  readonly replacedAt: number;
}

/** A server keeps each plan until the connection ends: one with more of them, or older, is replaced between its uses. */
const MOST_PREPARED = 400;
const OLDEST_MS = 45 * 60_000;

const parsedByDrizzle = ["1184", "1082", "1083", "1114", "1182", "1185", "1115", "1231"];

/**
 * The connections of a process, opened when they are needed and used last in, first out: the warmest holds the most plans.
 * The driver's own pool is not used: it waits for the answer to BEGIN, and writes to a connection that is gone, which no
 * caller can catch.
 */
export class Connections {
  private readonly idle: Connection[] = [];
  private readonly all = new Set<Connection>();
  private readonly waiting: { resolve: (connection: Connection) => void; reject: (error: unknown) => void }[] = [];
  private readonly ends = new Set<Promise<void>>();
  private opening = 0;
  private ending: (() => void) | null = null;

  /** `role`: the one that they start in; null for the login's own. */
  constructor(
    private readonly url: string,
    private readonly role: string | null,
    private readonly max: number,
  ) {}

  /** A connection for the caller alone, to be given back. Whoever comes first is served first. */
  async acquire(): Promise<Connection> {
    if (this.ending) throw new Error("The pool has ended");
    const connection = this.idle.pop();
    if (connection) return connection;
    if (this.all.size + this.opening >= this.max) {
      return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
    }
    return this.open();
  }

  release(connection: Connection): void {
    const isOld = connection.prepared.size > MOST_PREPARED || performance.now() > connection.replacedAt;
    if (connection.isWorn || isOld) this.drop(connection);
    if (this.ending) {
      this.drop(connection);
      if (this.all.size === 0) this.ending();
      return;
    }
    const next = this.waiting.shift();
    if (!connection.isLost) {
      if (next) next.resolve(connection);
      else this.idle.push(connection);
      return;
    }
    if (next) this.open().then(next.resolve, next.reject);
  }

  /** Ends the connections once they were given back, by force after five seconds. */
  async end(): Promise<void> {
    for (const connection of [...this.idle.splice(0)]) this.drop(connection);
    for (const { reject } of this.waiting.splice(0)) reject(new Error("The pool has ended"));
    const givenBack = new Promise<void>((resolve) => {
      this.ending = resolve;
      if (this.all.size === 0) resolve();
      setTimeout(resolve, 5_000).unref();
    });
    await givenBack;
    for (const connection of [...this.all]) this.drop(connection);
    await Promise.all(this.ends);
  }

  /** Ends a connection: nobody knows what state it is in. */
  drop(connection: Connection): void {
    connection.isLost = true;
    if (!this.all.delete(connection)) return;
    const place = this.idle.indexOf(connection);
    if (place >= 0) this.idle.splice(place, 1);
    const end = connection.sql.end({ timeout: 1 }).catch(() => {});
    this.ends.add(end);
    void end.then(() => this.ends.delete(end));
  }

  private async open(): Promise<Connection> {
    this.opening += 1;
    try {
      const sql = postgres(this.url, {
        max: 1,
        max_lifetime: null,
        connect_timeout: 10,
        backoff: () => 0,
        onnotice: () => {},
        onclose: () => this.drop(connection),
        connection: {
          application_name: process.env.PORTAL_PROCESS ?? "portal",
          ...(this.role === null ? {} : { role: this.role }),
          TimeZone: "UTC",
          statement_timeout: 30_000,
          lock_timeout: 10_000,
          idle_in_transaction_session_timeout: 30_000,
        },
      });
      const connection: Connection = {
        sql,
        isLost: false,
        isWorn: false,
        prepared: new Set(),
        line: Promise.resolve(),
        replacedAt: performance.now() + OLDEST_MS * (0.7 + Math.random() * 0.3),
      };
      leaveValuesToDrizzle(sql);
      try {
        // Connects, so that whoever gets the connection finds it open.
        await sql.unsafe("select 1");
      } catch (error) {
        await sql.end({ timeout: 1 }).catch(() => {});
        throw error;
      }
      if (connection.isLost) throw lost();
      this.all.add(connection);
      return connection;
    } catch (error) {
      // Who waits behind one that could not be opened tries for themselves.
      const next = this.waiting.shift();
      if (next) setImmediate(() => this.open().then(next.resolve, next.reject));
      throw error;
    } finally {
      this.opening -= 1;
    }
  }
}

/** As the driver's own refusal, for whoever looks at the code. */
export function lost(): Error {
  return Object.assign(new Error("The connection to the database was lost"), { code: "CONNECTION_CLOSED" });
}

/** What drizzle() does to a client it is given: columns read and write their own dates and JSON. */
function leaveValuesToDrizzle(sql: postgres.Sql): void {
  const same = (value: unknown) => value;
  const { parsers, serializers } = sql.options as unknown as Record<"parsers" | "serializers", Record<string, unknown>>;
  for (const type of parsedByDrizzle) {
    parsers[type] = same;
    serializers[type] = same;
  }
  for (const type of ["114", "3802"]) serializers[type] = same;
}
