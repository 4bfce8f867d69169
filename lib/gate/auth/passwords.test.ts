import { hash, parseOptions } from "@node-rs/argon2";
import { beforeAll, describe, expect, it } from "vitest";
import { log } from "@/lib/log";
import { hashPassword, isWeaker, NOBODYS_HASH, verifyPassword } from "./passwords";

// The malformed hashes below are reported, as they should be.
beforeAll(() => {
  log.level = "silent";
});

describe("a hashed password", () => {
  it("are kept as argon2id with 64 MiB and three passes, salted anew each time", async () => {
    const [one, two] = await Promise.all([hashPassword("Steel&Harbor27"), hashPassword("Steel&Harbor27")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, "Steel&Harbor27")).toBe(true);
    expect(await verifyPassword(two, "Steel&Harbor27")).toBe(true);
    expect(isWeaker(one)).toBe(false);
  });

  it.each(["Steel&Harbor27 ", " Steel&Harbor27", "steel&Harbor27", "Steel＆Harbor27", "", "Steel&Harbor2"])(
    "are judged exactly as typed: %j is another",
    async (other) => {
      expect(await verifyPassword(await hashPassword("Steel&Harbor27"), other)).toBe(false);
    },
  );

  it("don't match by normalization", async () => {
    expect(await verifyPassword(await hashPassword("Caf\u00e9&Bar27"), "Cafe\u0301&Bar27")).toBe(false);
  });

  it("longer than any password may be never match", async () => {
    const long = "aB3!".repeat(65);
    expect(await verifyPassword(await hashPassword(long), long)).toBe(false);
    expect(await verifyPassword(NOBODYS_HASH, "x".repeat(5_000_000))).toBe(false);
  });

  it.each(["", "plain text", "$argon2id$", "$argon2id$v=19$m=65536,t=3,p=1$AAAA", "$2b$12$abcdefghijklmnopqrstuv"])(
    "a malformed hash (%j) matches nothing and does not throw",
    async (broken) => {
      expect(await verifyPassword(broken, "Steel&Harbor27")).toBe(false);
    },
  );

  it("a hash with smaller parameters still matches and is known as weaker", async () => {
    const weak = await hash("Steel&Harbor27", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect(await verifyPassword(weak, "Steel&Harbor27")).toBe(true);
    expect(isWeaker(weak)).toBe(true);
  });

  it("nobody's hash costs what a real one costs", async () => {
    expect(parseOptions(NOBODYS_HASH)).toEqual(parseOptions(await hashPassword("Steel&Harbor27")));
  });
});
