import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { get } from "node:http";
import path from "node:path";
import { expect, test } from "@playwright/test";

/*
 * The starter itself, beside the one that serves the other tests: with a folder and ports of its own, on the same build.
 */
const ROOT = path.resolve(import.meta.dirname, "../..");
const DATA = ".data/e2e-starter";
const PORT = "3110";

interface Start {
  readonly child: ChildProcess;
  /** What it has said so far. */
  output: string;
  /** Settles with its exit code, or with "up" once everything runs. */
  readonly outcome: Promise<number | "up">;
}

function start(...options: string[]): Start {
  const { npm_lifecycle_event: _, PORTAL_ORIGINS: __, ...env } = process.env;
  const child = spawn(process.execPath, ["scripts/start.mjs", "demo", "--no-install", "--data", DATA, ...options], {
    cwd: ROOT,
    env: {
      ...env,
      PORT,
      SANDBOX_PORT: "3911",
      HOST: "127.0.0.1",
      DATABASE_URL: "",
      DATABASE_WEB_URL: "",
      PORTAL_CLOCK: "",
    },
  });
  const { promise, resolve } = withResolvers<number | "up">();
  const run: Start = { child, output: "", outcome: promise };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      run.output += chunk.toString();
      if (run.output.includes("Ctrl-C stops everything")) resolve("up");
    });
  }
  child.once("exit", (code) => resolve(code ?? -1));
  return run;
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function health(): Promise<number | string> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port: PORT, path: "/api/health", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

test("the demo started twice at once runs once, starts again after kill -9, and leaves no process or lock behind", async () => {
  test.setTimeout(480_000);
  const started: Start[] = [];
  const begin = (...options: string[]) => {
    const run = start(...options);
    started.push(run);
    return run;
  };
  try {
    const both = [begin("--fresh"), begin("--fresh")];
    const outcomes = await Promise.all(both.map((run) => run.outcome));
    expect([...outcomes].sort(), both.map((run) => run.output).join("\n")).toEqual([1, "up"]);
    const [winner, loser] = outcomes[0] === "up" ? both : both.toReversed();
    expect(loser?.output).toBe(
      `The portal is already running or just starting in this folder (process ${winner?.child.pid}).\n`,
    );
    expect(await health()).toBe(200);

    winner?.child.kill("SIGKILL");
    const again = begin();
    expect(await again.outcome, again.output).toBe("up");
    expect(await health()).toBe(200);

    again.child.kill("SIGTERM");
    const [code] = await once(again.child, "exit");
    expect(code).toBe(0);
    expect(await health()).toBe("ECONNREFUSED");
    expect(existsSync(path.join(ROOT, DATA, "postgres/home/cluster/postmaster.pid"))).toBe(false);
  } finally {
    for (const { child } of started) child.kill("SIGKILL");
  }
});
