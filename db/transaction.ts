import type postgres from "postgres";
import { type Connection, type Connections, lost } from "./connections";
import { PLANNED_ANEW } from "./plans";

/** Statements with more parameters are lists of one length: their plan would seldom be used again. */
const MOST_PARAMETERS = 60;

/**
 * What a statement may be without leaving anything behind on its connection. SET, PREPARE, DEALLOCATE and the like would
 * outlive the transaction, to be met by whoever gets the connection next.
 */
const DATA = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"]);

/** Off where a pooler in transaction mode stands between: the next transaction's connection knows no statement of this one's. */
const prepares = () => process.env.DATABASE_PREPARE !== "off";

type Parameters = readonly unknown[];
type Rows = postgres.RowList<postgres.Row[]>;

/** What Drizzle asks of a client of the driver. */
export interface Client {
  unsafe(text: string, parameters?: Parameters): PromiseLike<Rows> & { values(): Promise<Rows> };
  savepoint<T>(work: (client: Client) => Promise<T>): Promise<T>;
}

/** What a transaction begins with: sent in one message with its first statement. */
export interface Opening {
  /** Of BEGIN. */
  readonly mode: string;
  readonly settings?: { readonly text: string; readonly parameters: Parameters };
  /** Whose plans: the server makes a plan anew where another role has used it since. */
  readonly plansOf: string;
}

/** Statements of one use of a connection, in order, and the first failure among them. */
class Scope implements Client {
  failure: unknown;
  isOver = false;
  private savepoints = 0;

  constructor(
    private readonly connection: Connection,
    private readonly plansOf: string,
  ) {}

  unsafe(text: string, parameters: Parameters = []) {
    const asked = (raw: boolean) => this.send(text, parameters, raw);
    return {
      then: <A = Rows, B = never>(
        done?: ((rows: Rows) => A | PromiseLike<A>) | null,
        failed?: ((error: unknown) => B | PromiseLike<B>) | null,
      ) => asked(false).then(done, failed),
      values: () => asked(true),
    };
  }

  /**
   * Sends a statement behind those before, without waiting for their answers. Only the first use of a statement on a
   * connection keeps the next ones back: the server is asked what its parameters are.
   */
  send(text: string, parameters: Parameters = [], raw = false): Promise<Rows> {
    return this.inLine(() => this.write(text, parameters, raw));
  }

  /** Begins or ends the transaction or a part of it. */
  control(text: string): Promise<Rows> {
    return this.inLine(() => {
      const answer = this.connection.sql.unsafe(text) as unknown as Promise<Rows>;
      answer.then(undefined, (error) => this.fail(error));
      return { answer, described: undefined };
    });
  }

  private inLine(write: () => { answer: Promise<Rows>; described: Promise<void> | undefined }): Promise<Rows> {
    if (this.isOver) return Promise.reject(new Error("The transaction has ended: its context is dead"));
    const { connection } = this;
    return new Promise((resolve, reject) => {
      connection.line = connection.line.then(() => {
        if (connection.isLost) return reject(lost());
        const { answer, described } = write();
        answer.then(resolve, reject);
        return described;
      });
    });
  }

  /** The last statement: what comes behind it is refused. */
  finish(text: "commit" | "rollback"): Promise<Rows> {
    const answer = this.control(text);
    this.isOver = true;
    return answer;
  }

  private write(text: string, parameters: Parameters, raw: boolean) {
    const { sql, prepared } = this.connection;
    const isKept =
      prepares() && parameters.length <= MOST_PARAMETERS && !text.includes(PLANNED_ANEW) && !text.includes(";");
    const own = isKept ? `${text} /* ${this.plansOf} */` : text;
    // Never by the simple protocol, which takes several statements in one text.
    const query = sql.unsafe(
      own,
      [...parameters] as never[],
      { prepare: isKept, simple: false } as { prepare: boolean },
    );
    const answer = (raw ? query.values() : query) as unknown as Promise<Rows>;
    const settled = answer.then(
      ({ command }) => {
        if (isKept) prepared.add(own);
        if (!DATA.has(command)) this.connection.isWorn = true;
      },
      (error) => this.fail(error),
    );
    return { answer, described: parameters.length > 0 && !prepared.has(own) ? settled : undefined };
  }

  private fail(error: unknown): void {
    this.failure ??= error;
  }

  async savepoint<T>(work: (client: Client) => Promise<T>): Promise<T> {
    this.savepoints += 1;
    const name = `s${this.savepoints}`;
    await this.control(`savepoint ${name}`);
    const inner = new Scope(this.connection, this.plansOf);
    inner.savepoints = this.savepoints * 100;
    try {
      const result = await work(inner);
      if (inner.failure) throw inner.failure;
      return result;
    } catch (error) {
      inner.isOver = true;
      await this.control(`rollback to ${name}`);
      throw error;
    } finally {
      inner.isOver = true;
    }
  }
}

/**
 * Runs `work` in a transaction of its own. It commits when `work` ends; a statement that failed, whoever caught its error,
 * or an error of `work` rolls everything back. The connection goes back when the server has answered all of it.
 */
export async function inTransaction<T>(
  connections: Connections,
  { mode, settings, plansOf }: Opening,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await connections.acquire();
  const scope = new Scope(connection, plansOf);
  try {
    const opened = [scope.control(`begin ${mode}`.trim())];
    if (settings) opened.push(scope.send(settings.text, settings.parameters));
    const opening = Promise.all(opened);
    opening.catch(() => {});
    let result: T;
    try {
      result = await work(scope);
      if (scope.failure) throw scope.failure;
    } catch (error) {
      await scope.finish("rollback").catch(() => connections.drop(connection));
      // What failed first: behind a transaction that did not open, each statement fails for that alone.
      await opening;
      throw error;
    }
    await opening;
    const { command } = await scope.finish("commit");
    // The server answers the commit of a transaction in which a statement failed that nobody waited for by rolling back.
    if (command !== "COMMIT" || connection.isLost) throw scope.failure ?? lost();
    return result;
  } finally {
    scope.isOver = true;
    connections.release(connection);
  }
}

/** One statement by itself, without any right: as connections start. */
export async function alone(
  connections: Connections,
  text: string,
  parameters: Parameters,
  raw: boolean,
): Promise<Rows> {
  const connection = await connections.acquire();
  const scope = new Scope(connection, "none");
  try {
    return await scope.send(text, parameters, raw);
  } finally {
    scope.isOver = true;
    connections.release(connection);
  }
}
