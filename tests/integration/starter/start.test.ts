import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { acquireLock } from "../../../scripts/lib/lock.mjs";
import { clockOffset, dataSecrets } from "../../../scripts/lib/settings.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function dataFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portal-start-"));
  folders.push(folder);
  return folder;
}

function runStarter(data: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const args = ["scripts/start.mjs", "demo", "--no-install", "--data", data];
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: "test", ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

async function occupied(host: string): Promise<{ port: string; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return { port: String(address.port), server };
}

describe("a start", () => {
  it("says in one sentence that the folder is in use, and leaves the first one alone", async () => {
    const data = dataFolder();
    const first = acquireLock(data, "start");
    const before = readdirSync(data);
    const { code, output } = await runStarter(data, {});
    expect(output).toBe(`The portal is already running or just starting in this folder (process ${process.pid}).\n`);
    expect(code).toBe(1);
    expect(readdirSync(data)).toEqual(before);
    if (first.held) first.release();
  });

  it.each([
    ["PORT", "127.0.0.1"],
    ["SANDBOX_PORT", "127.0.0.1"],
    ["PORT", "0.0.0.0"],
  ])("names %s when it is taken by a program that listens on %s", async (variable, host) => {
    const data = dataFolder();
    const { port, server } = await occupied(host);
    try {
      const { code, output } = await runStarter(data, { PORT: "39617", SANDBOX_PORT: "39618", [variable]: port });
      expect(output).toBe(
        `Port ${port} is already in use. Stop the other program, or set ${variable} to a free port.\n`,
      );
      expect(code).toBe(1);
      expect(existsSync(path.join(data, "postgres"))).toBe(false);
      expect(readdirSync(data).filter((name) => name.includes("lock"))).toEqual([]);
    } finally {
      server.close();
    }
  });

  it.each(["0", "65536", "80a", "-1"])("refuses %s as a port", async (port) => {
    const { code, output } = await runStarter(dataFolder(), { PORT: port });
    expect(output).toBe(`PORT is "${port}", but a port is a number from 1 to 65535.\n`);
    expect(code).toBe(1);
  });
});

describe("the clock of business", () => {
  const noon = Date.parse("2026-11-21T12:00:00Z");

  it("becomes an offset once, which a restart keeps", () => {
    const data = dataFolder();
    expect(clockOffset(data, undefined, noon)).toBe(0);
    expect(clockOffset(data, "2026-11-22T12:00:00Z", noon)).toBe(86_400_000);
    expect(clockOffset(data, "2026-11-22T12:00:00Z", noon + 5000)).toBe(86_400_000);
    expect(clockOffset(data, "2026-11-20T07:00:00-05:00", noon)).toBe(-86_400_000);
    expect(clockOffset(data, undefined, noon)).toBe(0);
  });

  it.each(["yesterday", "2026-11-22", "2026-11-22T12:00:00", "2026-02-30T12:00:00Z", "2026-13-01T12:00:00Z"])(
    "refuses %s",
    (given) => {
      expect(() => clockOffset(dataFolder(), given, noon)).toThrow(/^PORTAL_CLOCK is /);
    },
  );
});

describe("the secrets of a folder", () => {
  it("are made once, differ between folders, and are nobody else's to read", () => {
    const data = dataFolder();
    const made = dataSecrets(data);
    expect(Buffer.from(made.AUTH_SECRET, "base64")).toHaveLength(32);
    expect(made.AUTH_SECRET).not.toBe(made.MAIL_TOKEN_KEY);
    expect(dataSecrets(data)).toEqual(made);
    expect(dataSecrets(dataFolder())).not.toEqual(made);
    expect(statSync(path.join(data, "secrets.json")).mode & 0o777).toBe(0o600);
  });
});
