import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { v7 as uuidv7 } from "uuid";
import { closePool } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { asSystem } from "@/db/viewer";
import { createSession } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { ensureBuilt } from "@/scripts/lib/build.mjs";
import { databaseAddresses, environment } from "@/scripts/lib/environment.mjs";
import { waitUntilHealthy } from "@/scripts/lib/health.mjs";
import { Processes } from "@/scripts/lib/processes.mjs";
import { createAgreement, createCompany, createContact, createStaff } from "@/tests/support/world";
import { createChat } from "@/tests/support/world-threads";
import { type OpenStream, openStream, post, quantile } from "./chat/streams";
import type { Log } from "./measure";

const ROOT = path.resolve(import.meta.dirname, "../..");
const NEXT = path.join(ROOT, "node_modules/next/dist/bin/next");
const PORTS = [3220, 3221] as const;
const ECHO_PORT = 3222;
const SANDBOX_PORT = 3223;
const STREAMS = Number(process.env.CHAT_STREAMS ?? 1_000);
const A_SECOND = Number(process.env.CHAT_A_SECOND ?? 50);
const WARM_UP_SECONDS = 4;
const SECONDS = Number(process.env.CHAT_SECONDS ?? 20);
const HOST = "cimsoft.localhost";

interface Person {
  readonly chat: string;
  readonly cookie: string;
  readonly port: number;
}

/**
 * Opens 1,000 streams of clients over two web processes and writes 50 messages a second as their agents; prints how long
 * a message takes from its request to its client's stream, beside the same over a bare echo, and the memory of a stream.
 */
export async function benchChat(log: Log): Promise<void> {
  const data = path.join(ROOT, ".data/bench-chat");
  rmSync(data, { recursive: true, force: true });
  const processes = new Processes(ROOT, path.join(data, "logs"));
  const database = await startEmbedded({ dir: path.join(data, "postgres"), log });
  const echo = spawn(process.execPath, [path.join(ROOT, "tests/bench/chat/echo.mjs")], {
    env: { ...process.env, PORT: String(ECHO_PORT) },
    stdio: "inherit",
  });
  try {
    const secret = randomBytes(32).toString("hex");
    const env = { ...environmentOf(data, PORTS[0]), AUTH_SECRET: secret, LOG_LEVEL: "silent" };
    const addresses = databaseAddresses(data, database.url, env);
    Object.assign(process.env, { DATABASE_URL: database.url, AUTH_SECRET: secret });
    await ensureBuilt(processes, { ...env, ...addresses.web });
    const prepare = ["--import", "tsx", "scripts/demo/database.ts"];
    const preparing = { ...env, ...addresses.preparation, PORTAL_PROCESS: "import" };
    await processes.run("demo-data", prepare, preparing, "No demo data.");
    const pids: number[] = [];
    for (const port of PORTS) {
      const args = [NEXT, "start", ROOT, "-H", "127.0.0.1", "-p", String(port)];
      const own = { ...env, ...addresses.web, PORT: String(PORT_OF_ORIGIN), PORTAL_PROCESS: "web" };
      pids.push(processes.start(`web-${port}`, args, own, { patienceMs: 10_000 }).pid ?? 0);
      await waitUntilHealthy("127.0.0.1", port, "/api/health", `web-${port}`);
    }
    await measure(log, pids);
  } finally {
    echo.kill();
    await closePool();
    await processes.stopAll();
    await database.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

const PORT_OF_ORIGIN = PORTS[0];

const environmentOf = (data: string, port: number) =>
  environment(ROOT, { mode: "demo", data, host: "127.0.0.1", sandboxPort: SANDBOX_PORT, port }, process.env);

async function measure(log: Log, pids: readonly number[]): Promise<void> {
  log(`Writing ${STREAMS} chats …`);
  const { clients, agents } = await people();
  const before = pids.map(memoryOf);
  const bare = await run("bare echo", clients, {
    stream: ({ chat }) => ({ port: ECHO_PORT, path: `/?id=${chat}`, headers: {} }),
    send: ({ chat }) => ({ target: { port: ECHO_PORT, path: `/?id=${chat}`, headers: {} }, body: { id: chat } }),
  });
  log(bare.line);
  const headersOf = (cookie: string) => ({ host: `${HOST}:${PORT_OF_ORIGIN}`, cookie });
  let turn = 0;
  const chat = await run("chat", clients, {
    stream: ({ cookie, port }) => ({ port, path: routes.apiLive, headers: headersOf(cookie) }),
    send: ({ chat: id }) => {
      const cookie = agents[turn++ % agents.length] ?? "";
      const headers = { ...headersOf(cookie), origin: `http://${HOST}:${PORT_OF_ORIGIN}` };
      const target = { port: PORTS[turn % PORTS.length] ?? PORTS[0], path: routes.apiChatMessages(id), headers };
      return { target, body: { id: uuidv7(), body: "Restart the service, then look at the trend.", files: [] } };
    },
    opened: () => {
      const grown = pids.map(memoryOf).reduce((sum, now, index) => sum + now - (before[index] ?? 0), 0);
      log(`memory of a stream: ${(grown / STREAMS).toFixed(1)} kB of resident memory`);
    },
  });
  log(chat.line);
  log(`p99 of chat to that of the bare echo: ×${(chat.p99 / bare.p99).toFixed(2)}`);
}

interface Way {
  readonly stream: (person: Person) => Parameters<typeof openStream>[0];
  readonly send: (person: Person) => { target: Parameters<typeof post>[0]; body: unknown };
  readonly opened?: () => void;
}

async function run(name: string, clients: readonly Person[], way: Way): Promise<{ line: string; p99: number }> {
  const waiting = new Map<string, number>();
  const times: number[] = [];
  const streams: OpenStream[] = [];
  for (let at = 0; at < clients.length; at += 50) {
    const opened = clients.slice(at, at + 50).map((person) =>
      openStream(way.stream(person), (thread) => {
        const begun = waiting.get(thread);
        if (begun === undefined || thread !== person.chat) return;
        waiting.delete(thread);
        times.push(performance.now() - begun);
      }),
    );
    streams.push(...(await Promise.all(opened)));
  }
  await delay(2_000);
  way.opened?.();
  const answers: Promise<number>[] = [];
  const sendFor = async (seconds: number) => {
    const begun = performance.now();
    for (let sent = 0; sent < A_SECOND * seconds; sent++) {
      const wait = begun + (sent * 1_000) / A_SECOND - performance.now();
      if (wait > 0) await delay(wait);
      const person = clients[(sent * 7) % clients.length];
      if (!person || waiting.has(person.chat)) continue;
      waiting.set(person.chat, performance.now());
      const { target, body } = way.send(person);
      answers.push(post(target, body));
    }
    const refused = (await Promise.all(answers)).filter((status) => status >= 300).length;
    for (let waited = 0; waiting.size > 0 && waited < 10_000; waited += 100) await delay(100);
    return refused;
  };
  // The first messages of a process pay for its compiler, of either kind.
  await sendFor(WARM_UP_SECONDS);
  times.length = 0;
  answers.length = 0;
  const refused = await sendFor(SECONDS);
  for (const stream of streams) stream.close();
  const p99 = quantile(times, 0.99);
  const figures = `median ${quantile(times, 0.5).toFixed(1)} ms  p99 ${p99.toFixed(1)} ms`;
  const lost = `${waiting.size} not received, ${refused} refused`;
  return { p99, line: `${name.padEnd(12)} ${clients.length} streams, ${answers.length} messages: ${figures}; ${lost}` };
}

/** Clients with an open chat each, led to the two processes in turn, and the agents who talk with them. */
async function people(): Promise<{ clients: Person[]; agents: string[] }> {
  const company = await createCompany({ brand: "cimsoft" });
  await createAgreement(company);
  const members = await Promise.all(Array.from({ length: 20 }, () => createStaff(["support_agent"])));
  const clients: Person[] = [];
  for (let number = 0; number < STREAMS; number++) {
    const owner = members[number % members.length];
    const contact = await createContact(company, { casesScope: "own" });
    const chat = await createChat(company, contact, { status: "in_progress", ...(owner ? { ownerId: owner.id } : {}) });
    clients.push({
      ...{ chat: chat.id, port: PORTS[number % PORTS.length] ?? PORTS[0] },
      cookie: await cookieOf("contact", contact.id),
    });
  }
  return { clients, agents: await Promise.all(members.map(({ id }) => cookieOf("staff", id))) };
}

async function cookieOf(kind: "contact" | "staff", id: string): Promise<string> {
  const { secret } = await asSystem("bench", (db) =>
    createSession(db, { account: { kind, id }, brand: "cimsoft", userAgent: "bench", now: systemNow() }),
  );
  const name = "portal-session";
  return `${name}=${await encode({ token: { sid: secret }, secret: process.env.AUTH_SECRET ?? "", salt: name })}`;
}

/** Resident memory of a process in kB. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
