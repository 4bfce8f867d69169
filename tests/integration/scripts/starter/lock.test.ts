import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "@/tests/support/temporary";

const library = path.resolve(import.meta.dirname, "../../../../scripts/lib/lock.mjs");
const folder = temporaryFolder();

/** Loads, says that it is ready, takes the lock when told to, says what came of it, and holds it until told to end. */
const PROGRAM = `
  const { acquireLock } = await import(${JSON.stringify(library)});
  const lines = (await import("node:readline")).createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  console.log("ready");
  await lines.next();
  const lock = acquireLock(${JSON.stringify(folder)}, "start");
  console.log(lock.held ? "held " + lock.replaced : "refused " + lock.holder.pid);
  await lines.next();
  process.exit(0);
`;

interface Contender {
  readonly child: ChildProcess;
  readonly say: (line: string) => void;
  readonly hear: () => Promise<string>;
}

async function contender(): Promise<Contender> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async () => String((await lines.next()).value);
  expect(await hear()).toBe("ready");
  return { child, hear, say: (line) => child.stdin.write(`${line}\n`) };
}

async function race(count: number): Promise<{ winner: Contender; replaced: boolean; refusals: string[] }> {
  const all = await Promise.all(Array.from({ length: count }, contender));
  for (const one of all) one.say("go");
  const answers = await Promise.all(all.map(async (one) => ({ one, answer: await one.hear() })));
  const winners = answers.filter(({ answer }) => answer.startsWith("held"));
  const losers = answers.filter(({ answer }) => answer.startsWith("refused"));
  expect([winners.length, losers.length]).toEqual([1, count - 1]);
  for (const { one } of losers) {
    one.say("end");
    await once(one.child, "exit");
  }
  const [first] = winners;
  if (!first) throw new Error("nobody won");
  return { winner: first.one, replaced: first.answer === "held true", refusals: losers.map(({ answer }) => answer) };
}

describe("the starter's lock of a folder", () => {
  it("is taken by exactly one of many processes at the same moment, before and after a kill -9, and is free when given back", async () => {
    const first = await race(6);
    expect(first.replaced).toBe(false);
    expect(new Set(first.refusals)).toEqual(new Set([`refused ${first.winner.child.pid}`]));

    first.winner.child.kill("SIGKILL");
    await once(first.winner.child, "exit");
    const second = await race(6);
    expect(second.replaced).toBe(true);

    second.winner.say("end");
    await once(second.winner.child, "exit");
    expect(readdirSync(folder)).toEqual([]);
    const third = await race(2);
    expect(third.replaced).toBe(false);
    third.winner.say("end");
    await once(third.winner.child, "exit");
  });
});
