import type { Transaction } from "./client";

/** A query of Drizzle that has values left out (`sql.placeholder`). */
interface Query<Rows> {
  prepare(name: string): { execute(values: Readonly<Record<string, unknown>>): PromiseLike<Rows> };
}

/**
 * For a query of every page that is the same but for its values: Drizzle builds it once for the process. To build one and
 * to write its text takes longer than anything else that a small read needs of this process; the look-up of a session
 * names all columns of four tables. Whatever depends on who asks must be a value and not the shape of the query.
 */
export function constantQuery<Rows>(build: (db: Transaction) => Query<Rows>) {
  let known: object | undefined;
  return async (db: Transaction, values: Readonly<Record<string, unknown>>): Promise<Rows> => {
    if (!known) {
      const prepared = build(db).prepare("");
      // Without a transaction of its own: it never runs in the one that it was built in.
      known = Object.assign(prepared, { client: undefined });
    }
    // Drizzle's types hide the client of a transaction's session. Each use has the transaction that it is asked in.
    const { client } = (db as unknown as { session: { client: unknown } }).session;
    const use = Object.assign(Object.create(known), { client }) as ReturnType<Query<Rows>["prepare"]>;
    return use.execute(values);
  };
}
