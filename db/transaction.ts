import type postgres from "postgres";
import { type Connection, type Connections, lost } from "./connections";
import { JOINED, PLANNED_ANEW } from "./plans";

/**
 * Statements with more parameters than this are not prepared: most hold a list, and a plan fits one length of it only.
 */
export const MOST_PARAMETERS = 60;

/**
 * Statements that leave nothing behind on their connection. SET, PREPARE, DEALLOCATE and the like would outlive the
 * transaction and reach whoever gets the connection next.
 */
const DATA = new Set(["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"]);
/** Parts of a transaction end with it, so they leave nothing behind either. */
const PART = /^(savepoint|release savepoint|rollback to savepoint) \w+$/;

/**
 * Prepared statements are off where a pooler in transaction mode is used: the next transaction may get a connection on
 * which they are not prepared.
 */
const prepares = () => process.env.DATABASE_PREPARE !== "off";

type Parameters = readonly unknown[];
type Rows = postgres.RowList<postgres.Row[]>;

/** What Drizzle calls on a client of the driver. */
export interface Client {
  unsafe(text: string, parameters?: Parameters): PromiseLike<Rows> & { values(): Promise<Rows> };
  savepoint<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** See Scope. */
  part(opening: Omit<Opening, "mode">, answers: Answers): Client & { end(): void };
}

/** Answers of one snapshot by statement and parameters. */
export type Answers = Map<string, Promise<Rows>>;

/** Statements that begin a transaction. They are sent together with its first statement. */
export interface Opening {
  /** Isolation level and access mode, for BEGIN. */
  readonly mode: string;
  readonly settings?: { readonly text: string; readonly parameters: Parameters };
  /**
   * Names the role, so that each role has prepared plans of its own: the server makes a plan anew after another role
   * has used it.
   */
  readonly plansOf: string;
}

/** Sends the statements of one use of a connection in order, and remembers the first failure among them. */
class Scope implements Client {
  failure: unknown;
  isOver = false;
  private savepoints = 0;

  constructor(
    private readonly connection: Connection,
    private readonly plansOf: string,
    private readonly whole?: Scope,
    private readonly answers?: Answers,
  ) {}

  /**
   * A part of this transaction that ends by itself: its statements are sent in order with all others, and are refused
   * after its end. `settings` may make another role of the rest of the transaction. Only for a transaction that reads
   * one snapshot: a statement whose answer is among `answers` is not sent again.
   */
  part({ settings, plansOf }: Omit<Opening, "mode">, answers: Answers): Scope {
    const part = new Scope(this.connection, plansOf, this, answers);
    if (settings) part.inLine(() => part.write(settings.text, settings.parameters, false)).catch(() => {});
    return part;
  }

  end(): void {
    this.isOver = true;
  }

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
   * Sends a statement after the earlier ones without waiting for their answers. A statement with parameters that is not
   * prepared on the connection yet delays the next ones, because the driver first asks the server for the types of the
   * parameters.
   */
  send(text: string, parameters: Parameters = [], raw = false): Promise<Rows> {
    if (!this.answers || !/^\(*(select|with) /.test(text)) return this.inLine(() => this.write(text, parameters, raw));
    const asked = `${raw}\0${text}\0${JSON.stringify(parameters)}`;
    const known = this.isOver ? undefined : this.answers.get(asked);
    if (known) return known;
    const answer = this.inLine(() => this.write(text, parameters, raw));
    if (!this.isOver) this.answers.set(asked, answer);
    return answer;
  }

  /** Begins or ends the transaction or a savepoint of it. */
  control(text: string): Promise<Rows> {
    return this.inLine(() => {
      const answer = this.connection.sql.unsafe(text) as unknown as Promise<Rows>;
      answer.then(undefined, (error) => this.fail(error));
      return { answer, described: undefined };
    });
  }

  private inLine(write: () => { answer: Promise<Rows>; described: Promise<void> | undefined }): Promise<Rows> {
    if (this.isOver || this.whole?.isOver)
      return Promise.reject(new Error("The transaction has ended: its context is dead"));
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

  /** Sends the last statement. Statements after it are refused. */
  finish(text: "commit" | "rollback"): Promise<Rows> {
    const answer = this.control(text);
    this.isOver = true;
    return answer;
  }

  private write(text: string, parameters: Parameters, raw: boolean) {
    const { sql, prepared } = this.connection;
    const isShort = parameters.length <= MOST_PARAMETERS || text.includes(JOINED);
    const isKept = prepares() && isShort && !text.includes(PLANNED_ANEW) && !text.includes(";");
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
        if (!DATA.has(command) && !PART.test(text)) this.connection.isWorn = true;
      },
      (error) => this.fail(error),
    );
    return { answer, described: parameters.length > 0 && !prepared.has(own) ? settled : undefined };
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.whole?.fail(error);
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
 * Runs `work` in a transaction of its own, which commits when `work` ends. An error of `work` rolls everything back,
 * and so does a statement that failed, even if its error was caught. The connection is released when the server has
 * answered every statement.
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
      // If the transaction did not open, every later statement failed because of that. The error of opening is thrown
      // instead of theirs.
      await opening;
      throw error;
    }
    await opening;
    const { command } = await scope.finish("commit");
    // A statement may have failed although nobody awaited it. The server then answers COMMIT with ROLLBACK.
    if (command !== "COMMIT" || connection.isLost) throw scope.failure ?? lost();
    return result;
  } finally {
    scope.isOver = true;
    connections.release(connection);
  }
}

/** Runs one statement without a transaction and without any right: as connections start. */
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
