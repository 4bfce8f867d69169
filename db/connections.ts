import postgres from "postgres";
import { away, Presence } from "./presence";

/**
 * One connection: a client of the driver with a pool size of one, so that all its statements are sent on the same
 * connection.
 */
export interface Connection {
  readonly sql: postgres.Sql;
  /**
   * True once the connection is lost or dropped. It is not handed out again, and further statements on it are refused.
   */
  isLost: boolean;
  /** True once a statement changed something other than data. The connection is then ended when it is released. */
  isWorn: boolean;
  /** Texts of the statements that the server has prepared on this connection. */
  readonly prepared: Set<string>;
  /** Settles when the next statement may be sent. */
  line: Promise<unknown>;
  /** Called when the connection is given back. */
  answered: () => void;
  readonly replacedAt: number;
}

/**
 * The server keeps each prepared plan until its connection ends. A connection with more plans than this, or one that is
 * too old, is dropped when it is released.
 */
const MOST_PREPARED = 400;
const OLDEST_MS = 45 * 60_000;

const parsedByDrizzle = ["1184", "1082", "1083", "1114", "1182", "1185", "1115", "1231"];

/**
 * The connections of a process. They are opened on demand and reused last in, first out, because the one used last
 * holds the most prepared plans. The driver's own pool is not used: it waits for the answer to BEGIN, and it writes to
 * a closed connection, which raises an error that no caller can catch.
 */
export class Connections {
  private readonly idle: Connection[] = [];
  private readonly all = new Set<Connection>();
  private readonly waiting: { resolve: (connection: Connection) => void; reject: (error: unknown) => void }[] = [];
  private readonly ends = new Set<Promise<void>>();
  private readonly begun = new Set<postgres.Sql>();
  private opening = 0;
  private ending: (() => void) | null = null;
  private readonly presence: Presence;

  /** `role`: the role in which connections start; null for that of the login itself. */
  constructor(
    private readonly url: string,
    private readonly role: string | null,
    private readonly max: number,
  ) {
    this.presence = new Presence(url, () => this.giveUp());
  }

  /**
   * A connection for the caller alone, until the caller releases it. Waiting callers are served in the order in which
   * they came. Fails at once while the database is known to be away.
   */
  async acquire(): Promise<Connection> {
    if (this.ending) throw new Error("The pool has ended");
    if (this.presence.isAway) throw away();
    const answered = this.presence.owe();
    try {
      const connection = await this.take();
      connection.answered = answered;
      return connection;
    } catch (error) {
      answered();
      throw error;
    }
  }

  private async take(): Promise<Connection> {
    const connection = this.idle.pop();
    if (connection) return connection;
    if (this.all.size + this.opening >= this.max) {
      return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
    }
    return this.open();
  }

  release(connection: Connection): void {
    connection.answered();
    if (!connection.isLost) this.presence.heard();
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

  /**
   * When the database does not answer, fails everything that waits for it and drops all connections. Later ones are
   * new.
   */
  private giveUp(): void {
    for (const { reject } of this.waiting.splice(0)) reject(away());
    for (const sql of this.begun) void sql.end({ timeout: 0 }).catch(() => {});
    for (const connection of [...this.all]) this.drop(connection, 0);
  }

  /** Ends each connection when it is released, and after five seconds also those that were not. */
  async end(): Promise<void> {
    this.presence.end();
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

  /** Ends a connection that must not be used again. */
  drop(connection: Connection, timeout = 1): void {
    connection.isLost = true;
    if (!this.all.delete(connection)) return;
    const place = this.idle.indexOf(connection);
    if (place >= 0) this.idle.splice(place, 1);
    const end = connection.sql.end({ timeout }).catch(() => {});
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
        answered: () => {},
        replacedAt: performance.now() + OLDEST_MS * (0.7 + Math.random() * 0.3),
      };
      leaveValuesToDrizzle(sql);
      this.begun.add(sql);
      try {
        // Connects now, so that the caller gets an open connection.
        await sql.unsafe("select 1");
      } catch (error) {
        await sql.end({ timeout: 0 }).catch(() => {});
        throw error;
      } finally {
        this.begun.delete(sql);
      }
      if (connection.isLost) throw lost();
      this.all.add(connection);
      return connection;
    } catch (error) {
      // The next waiting caller gets an attempt of its own to open a connection.
      const next = this.waiting.shift();
      if (next) setImmediate(() => this.open().then(next.resolve, next.reject));
      throw error;
    } finally {
      this.opening -= 1;
    }
  }
}

/**
 * The error of a lost connection. It has the same `code` as the driver's own error, for callers that check the code.
 */
export function lost(): Error {
  return Object.assign(new Error("The connection to the database was lost"), { code: "CONNECTION_CLOSED" });
}

/**
 * Turns off the driver's conversion of dates, and of JSON that is written, as drizzle() does for a client that it is
 * given: the columns of Drizzle convert these values themselves.
 */
function leaveValuesToDrizzle(sql: postgres.Sql): void {
  const same = (value: unknown) => value;
  const { parsers, serializers } = sql.options as unknown as Record<"parsers" | "serializers", Record<string, unknown>>;
  for (const type of parsedByDrizzle) {
    parsers[type] = same;
    serializers[type] = same;
  }
  for (const type of ["114", "3802"]) serializers[type] = same;
}
