import type { Transaction } from "@/db/client";

export const CRASH = new Error("the process died here");

const STATEMENTS = new Set(["select", "insert", "update", "delete", "execute"]);

/** The transaction, dying at the given statement (1 is the first). */
export function crashingAt(db: Transaction, statement: number): Transaction {
  let count = 0;
  return new Proxy(db, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (typeof key === "string" && STATEMENTS.has(key) && ++count === statement) throw CRASH;
        return Reflect.apply(value, target, args);
      };
    },
  });
}
