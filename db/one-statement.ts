import { Column, is } from "drizzle-orm";
import { PostgresJsSession, PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Transaction } from "./client";
import { JOINED, PLANNED_ANEW } from "./plans";
import { type Client, MOST_PARAMETERS } from "./transaction";
import type { Context, Viewer } from "./viewer";

type Prepare = PostgresJsSession<postgres.Sql, Record<string, unknown>, Record<string, never>>["prepareQuery"];
type Fields = Parameters<Prepare>[1];
type Values = unknown[][];

interface Asked {
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly columns: number;
  readonly resolve: (rows: Values) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The same context, whose reads go to the database as one statement where they begin in the same turn of the event
 * loop. For the many small reads of a page: each statement has its price, whatever it reads. Each keeps its own text and
 * conditions as a sub-select. Not for a read of many rows, which come as JSON, nor for one whose plan depends on its
 * values: all of a statement is planned alike.
 */
export function inOneStatement<V extends Viewer>(context: Context<V>): Context<V> {
  const { viewer, db } = context;
  // Within such a context it stays the same statement.
  const { session } = db as unknown as { session: unknown };
  return session instanceof JoiningSession ? context : { viewer, db: joining(db) };
}

/** The same for a transaction without a viewer. */
export function joining(db: Transaction): Transaction {
  // Drizzle's types hide what its own code passes on in the same way.
  const { dialect, session, schema } = db as unknown as Record<"dialect" | "session" | "schema", never>;
  const { client } = session as unknown as { client: Client };
  return new PostgresJsTransaction(dialect, new JoiningSession(client as never, dialect, schema) as never, schema);
}

class JoiningSession extends PostgresJsSession<postgres.Sql, Record<string, unknown>, Record<string, never>> {
  private asked: Asked[] = [];

  override prepareQuery(...given: Parameters<Prepare>): never {
    const prepared = super.prepareQuery(...given);
    const [{ sql: text, params }, fields, , , mapper] = given;
    if (fields && !mapper && isJoinable(text, params, fields)) {
      const unsafe = (text: string, parameters: readonly unknown[]) => ({
        values: () => this.ask(text, parameters, fields.length),
      });
      Object.assign(prepared, { client: { unsafe } });
    }
    // The type of the answer is a parameter that cannot be written together with those of `given`.
    return prepared as never;
  }

  private ask(text: string, parameters: readonly unknown[], columns: number): Promise<Values> {
    return new Promise((resolve, reject) => {
      if (this.asked.length === 0) setImmediate(() => this.send());
      this.asked.push({ text, parameters, columns, resolve, reject });
    });
  }

  private send(): void {
    const { asked } = this;
    this.asked = [];
    const client = this.client as unknown as Client;
    const [first] = asked;
    if (first && asked.length === 1) {
      client
        .unsafe(first.text, first.parameters)
        .values()
        .then(first.resolve as never, first.reject);
      return;
    }
    const parameters = asked.flatMap((one) => one.parameters);
    client
      .unsafe(`select ${JOINED} ${subSelects(asked).join(", ")}`, parameters)
      .values()
      .then(
        ([row]) => {
          const found = row as unknown as Values[];
          for (const [place, { resolve }] of asked.entries()) resolve(found[place] ?? []);
        },
        (error) => {
          for (const { reject } of asked) reject(error);
        },
      );
  }
}

/** JSON has no form for bytes that the driver's columns can read. */
function isJoinable(text: string, parameters: readonly unknown[], fields: NonNullable<Fields>): boolean {
  const isBytes = fields.some(({ field }) => is(field, Column) && field.getSQLType() === "bytea");
  // A function takes at most a hundred arguments. An odd number of quotes would hide parameters from `renumbered`.
  const isPlain = fields.length <= 100 && text.split("'").length % 2 === 1;
  return !isBytes && isPlain && parameters.length <= MOST_PARAMETERS && !text.includes(PLANNED_ANEW);
}

/** The rows of each read as an array of arrays, so that columns of the same name stay apart. */
function subSelects(asked: readonly Asked[]): string[] {
  let before = 0;
  return asked.map(({ text, parameters, columns }) => {
    const names = Array.from({ length: columns }, (_, place) => `c${place}`).join(", ");
    const own = renumbered(text, before);
    before += parameters.length;
    return `(select coalesce(json_agg(json_build_array(${names})), '[]') from (${own}) as r(${names}))`;
  });
}

/** Adds `by` to the numbers of a statement's parameters, but not to what looks like one in a constant. */
function renumbered(text: string, by: number): string {
  const parts = text.split("'");
  return parts
    .map((part, place) => (place % 2 === 0 ? part.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + by}`) : part))
    .join("'");
}
