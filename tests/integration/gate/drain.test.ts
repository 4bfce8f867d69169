import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../../..");
let server: ChildProcess | null = null;
/** What the server says: its port, and at its end what it owes. */
let said: string[] = [];
afterEach(() => server?.kill("SIGKILL"));

async function serve(): Promise<number> {
  said = [];
  const args = ["--import", "tsx", "tests/integration/gate/drain-server.ts"];
  server = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: server.stdout as NonNullable<typeof server.stdout> });
  lines.on("line", (line) => said.push(line));
  await expect.poll(() => said[0], { timeout: 20_000 }).toMatch(/^\d+$/);
  return Number(said[0]);
}

/** `whole`, or the code of what came in its place. */
function ask(port: number, agent: http.Agent, url = "/"): Promise<string> {
  return new Promise((resolve) => {
    const request = http.get({ host: "127.0.0.1", port, path: url, agent }, async (response) => {
      try {
        resolve(Buffer.concat(await response.toArray()).toString());
      } catch {
        resolve("cut");
      }
    });
    request.on("error", (error: NodeJS.ErrnoException) =>
      resolve(`${request.reusedSocket ? "reused " : ""}${error.code}`),
    );
  });
}

async function stop(): Promise<number> {
  const begun = performance.now();
  const gone = once(server as ChildProcess, "exit");
  server?.kill("SIGTERM");
  await gone;
  return performance.now() - begun;
}

it("a web process ends within five seconds of a signal while requests keep coming on open connections, and answers each it took", async () => {
  const port = await serve();
  const answers: string[] = [];
  /** As proxies do: one request behind the other on a connection that stays open. */
  const client = async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    for (let last = "whole"; last === "whole"; answers.push(last)) last = await ask(port, agent);
    agent.destroy();
  };
  const clients = Array.from({ length: 12 }, client);
  await expect.poll(() => answers.length).toBeGreaterThan(40);
  // One that nobody asks anything more is open for reuse behind its answer.
  const last = ask(port, new http.Agent({ keepAlive: true }), "/long");
  expect(await ask(port, new http.Agent())).toBe("whole");
  expect(await stop()).toBeLessThan(3_500);
  expect(await last).toBe("whole");
  await Promise.all(clients);
  // Each was told with the answer before that its connection ends.
  expect(answers.filter((one) => one.startsWith("reused"))).toEqual([]);
  await expect.poll(() => said.at(-1)).toBe("0 taken and not answered");
});

it("who had connected when the signal came is answered, though the process had no time to let them in", async () => {
  const port = await serve();
  const busy = ask(port, new http.Agent(), "/busy");
  await expect.poll(() => said.at(-1)).toBe("busy");
  const agent = new http.Agent();
  const connected = Array.from({ length: 8 }, () => ask(port, agent));
  await expect
    .poll(
      () =>
        Object.values(agent.sockets)
          .flat()
          .filter((socket) => socket && !socket.connecting).length,
    )
    .toBe(8);
  expect(await stop()).toBeLessThan(5_000);
  expect(await Promise.all([busy, ...connected])).toEqual(Array(9).fill("whole"));
});

it("a request that does not end is cut, so that the process ends within five seconds of a signal", async () => {
  const port = await serve();
  const agent = new http.Agent();
  const endless = ask(port, agent, "/endless");
  expect(await ask(port, agent)).toBe("whole");
  expect(await stop()).toBeLessThan(5_500);
  expect(await endless).toMatch(/cut|ECONNRESET/);
  await expect.poll(() => said.at(-1)).toBe("1 taken and not answered");
});
