import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { constraintOf, DatabaseFault, isLostLock, isUnreachable, withoutQuery } from "./faults";

const failed = (code: string, more: object = {}) =>
  new Error("Failed query", { cause: Object.assign(new Error("x"), { code, ...more }) });

describe("isLostLock", () => {
  it.each([
    ["a lock that came too late", failed("55P03"), true],
    ["a deadlock", failed("40P01"), true],
    ["a deadlock below two causes", new Error("import", { cause: failed("40P01") }), true],
    ["a unique violation", failed("23505"), false],
    ["an error without a cause", new Error("40P01"), false],
    ["no error", "40P01", false],
  ])("tells whether an error is a lost lock or a deadlock: %s", (_name, error, lost) => {
    expect(isLostLock(error)).toBe(lost);
  });
});

describe("constraintOf", () => {
  it.each([
    ["of a unique index", failed("23505", { constraint_name: "contacts_email" }), "contacts_email"],
    ["of a check", failed("23514", { constraint_name: "payments_amount" }), "payments_amount"],
    [
      "below two causes",
      new Error("import", { cause: failed("23503", { constraint_name: "cases_follows" }) }),
      "cases_follows",
    ],
    ["is none of a lost lock", failed("40P01"), null],
    ["is none where the name is empty, as for a policy", failed("42501", { constraint_name: "" }), null],
    ["is none of an error that names it in words alone", new Error("contacts_email"), null],
    ["is none of no error", "contacts_email", null],
  ])("finds the name of the violated constraint: %s", (_name, error, name) => {
    expect(constraintOf(error)).toBe(name);
  });
});

describe("an error without its query", () => {
  const typed = Object.assign(
    new Error("Failed query: insert into x values ($1)\nparams: hunter2", {
      cause: Object.assign(new Error('invalid input syntax: "hunter2"'), {
        ...{ name: "PostgresError", code: "23505", severity_local: "ERROR" },
        ...{ constraint_name: "contacts_email", table_name: "contacts", detail: "Key (x)=(hunter2)", query: "insert" },
      }),
    }),
    { name: "DrizzleQueryError", query: "insert into x", params: ["hunter2"] },
  );

  it("holds nothing that somebody typed, and says which rule said no and where", () => {
    const fault = withoutQuery(typed) as Error;
    expect(fault).toBeInstanceOf(DatabaseFault);
    expect(inspect(fault, { depth: 9, showHidden: true })).not.toMatch(/hunter2|insert/);
    expect(constraintOf(fault)).toBe("contacts_email");
    expect(fault.cause).toMatchObject({ code: "23505", table_name: "contacts" });
    expect(fault.stack).toContain("faults.test.ts");
  });

  it("keeps what others are told by: a lost lock, a database that is away", () => {
    expect(isLostLock(withoutQuery(failedBy({ code: "55P03", severity_local: "ERROR" })))).toBe(true);
    for (const code of ["ECONNREFUSED", "CONNECT_TIMEOUT", "CONNECTION_CLOSED", "57P01", "53300", "08006"]) {
      expect(isUnreachable(withoutQuery(failedBy({ code }))), code).toBe(true);
    }
    expect(isUnreachable(withoutQuery(typed))).toBe(false);
  });

  it("is taken out of what was wrapped around it, too", () => {
    const refused = withoutQuery(new Error("ours", { cause: typed })) as Error;
    expect(refused.message).toBe("ours");
    expect(refused.cause).toBeInstanceOf(DatabaseFault);
    expect(inspect(refused, { depth: 9, showHidden: true })).not.toMatch(/hunter2|insert/);
  });

  it("is any other error as it is", () => {
    for (const error of [new Error("ours"), Object.assign(new Error("ours"), { code: "CONFLICT" }), "text", null]) {
      expect(withoutQuery(error)).toBe(error);
    }
  });

  function failedBy(facts: object): Error {
    return Object.assign(new Error("x"), facts);
  }
});
