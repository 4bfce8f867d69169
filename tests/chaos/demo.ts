import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { FrontProxy } from "./proxy";

const ROOT = path.resolve(import.meta.dirname, "../..");
const HOST = "127.0.0.1";
const START_MS = 600_000;

/** A process of the demo: the starter's child, or the database server itself. */
export type Part = "web server" | "worker" | "database";

/** What the command line of each contains. The title of a running web server is the framework's own. */
const MARKS: Record<Part, RegExp> = {
  "web server": /next-server|next\/dist\/bin\/next (start|dev)/,
  worker: /scripts\/worker\.ts/,
  database: /\/bin\/postgres -D/,
};

interface Ports {
  readonly web: number;
  readonly second: number;
  readonly sandbox: number;
  readonly proxy: number;
}

/** `npm run demo` as people start it, in a folder of its own, a proxy before it, and hands to harm its processes. */
export class Demo {
  private second: ChildProcess | null = null;

  private constructor(
    private readonly starter: ChildProcess,
    readonly folder: string,
    readonly ports: Ports,
    readonly proxy: FrontProxy,
  ) {}

  static async start(mode: "demo" | "dev", folder: string, ports: Ports): Promise<Demo> {
    const shell = {
      ...process.env,
      PORT: String(ports.web),
      SANDBOX_PORT: String(ports.sandbox),
      HOST,
      DATABASE_URL: "",
      DATABASE_WEB_URL: "",
    };
    const args = ["scripts/start.mjs", mode, "--data", folder, "--fresh", "--no-install"];
    const starter = spawn(process.execPath, args, { cwd: ROOT, env: shell, stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    const ready = new Promise<void>((resolve, reject) => {
      starter.stdout?.on("data", (text: Buffer) => {
        said += text;
        if (said.includes("The Client Portal is running.")) resolve();
      });
      starter.once("exit", () => reject(new Error(`The demo did not start: ${said}`)));
      setTimeout(() => reject(new Error("The demo did not start in time")), START_MS).unref();
    });
    await ready;
    return new Demo(starter, path.resolve(ROOT, folder), ports, await FrontProxy.open(ports.proxy, [ports.web]));
  }

  get sandbox(): string {
    return `http://${HOST}:${this.ports.sandbox}`;
  }

  get databaseUrl(): string {
    const state = JSON.parse(readFileSync(path.join(this.folder, "postgres/state.json"), "utf8")) as {
      port: number;
      portalPassword: string;
    };
    return `postgres://portal:${state.portalPassword}@${HOST}:${state.port}/portal`;
  }

  /** On a connection for this question alone. */
  async ask<T>(work: (sql: postgres.Sql) => Promise<T>, url = this.databaseUrl): Promise<T> {
    const sql = postgres(url, { max: 1, connect_timeout: 3, onnotice: () => {} });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  /** The process below the starter whose command line has the part's mark. */
  pidOf(part: Part): number {
    const parents = new Map<number, number>();
    for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
      const stat = read(`/proc/${name}/stat`);
      parents.set(Number(name), Number(/\) \S (\d+)/.exec(stat)?.[1] ?? 0));
    }
    const isBelow = (pid: number): boolean =>
      pid === this.starter.pid || ((parents.get(pid) ?? 0) > 1 && isBelow(parents.get(pid) ?? 0));
    const found = [...parents.keys()].filter(
      (pid) => pid !== this.second?.pid && isBelow(pid) && MARKS[part].test(commandOf(pid)),
    );
    // A postmaster's children have its name; they are below it.
    const top = found.find((pid) => !found.includes(parents.get(pid) ?? 0));
    if (top === undefined) throw new Error(`The ${part} does not run`);
    return top;
  }

  /** A postmaster's children are left to notice; whatever else a process has started goes with it. */
  signal(part: Part, name: NodeJS.Signals): void {
    const pid = this.pidOf(part);
    process.kill(part === "database" ? pid : -pid, name);
  }

  /** A second web process beside the starter's, with the same environment, until `stopSecond`. */
  async startSecond(): Promise<void> {
    const env = Object.fromEntries(
      read(`/proc/${this.pidOf("web server")}/environ`)
        .split("\0")
        .filter((pair) => pair.includes("="))
        .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    );
    const port = this.ports.second;
    const args = ["node_modules/next/dist/bin/next", "start", "-H", HOST, "-p", String(port)];
    this.second = spawn(process.execPath, args, { cwd: ROOT, env: env as NodeJS.ProcessEnv, stdio: "ignore" });
    await this.answers(port);
    this.proxy.targets = [this.ports.web, port];
  }

  /** Asks it to end; answers after how many milliseconds it had. */
  async stopSecond(): Promise<number> {
    const { second } = this;
    if (!second) return 0;
    const begun = performance.now();
    const gone = once(second, "exit");
    second.kill("SIGTERM");
    await gone;
    this.second = null;
    return performance.now() - begun;
  }

  /** Milliseconds until a process has ended after SIGTERM. */
  async end(part: Part): Promise<number> {
    const pid = this.pidOf(part);
    const begun = performance.now();
    process.kill(pid, "SIGTERM");
    while (read(`/proc/${pid}/stat`) !== "" && !/\) Z /.test(read(`/proc/${pid}/stat`))) await delay(20);
    return performance.now() - begun;
  }

  async answers(port = this.ports.web): Promise<void> {
    for (;;) {
      const answer = await fetch(`http://${HOST}:${port}/api/health`).catch(() => null);
      if (answer?.status === 200) return;
      await delay(100);
    }
  }

  async fault(provider: "mail" | "stripe", mode: string): Promise<void> {
    const body = JSON.stringify({ mode, times: 10_000 });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${this.sandbox}/${provider}/faults`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`The sandbox took no fault: ${answer.status}`);
  }

  async stop(): Promise<void> {
    await this.stopSecond();
    await this.proxy.close();
    if (this.starter.exitCode !== null) return;
    const gone = once(this.starter, "exit");
    this.starter.kill("SIGTERM");
    await gone;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

const commandOf = (pid: number) => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
