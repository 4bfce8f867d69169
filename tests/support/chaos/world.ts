import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { type EmbeddedDatabase, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { type Sandbox, startSandbox } from "@/scripts/demo/sandboxes/server";

const ROOT = path.resolve(import.meta.dirname, "../../..");

/** A database that keeps what it acknowledged through a crash, the stand-in of the mail provider and a worker under a supervisor, all of which can be harmed. */
export class ChaosWorld {
  private worker: ChildProcess | null = null;
  private stopped = false;
  /** How often the supervisor had to start the worker anew. */
  restarts = 0;

  private constructor(
    readonly folder: string,
    private database: EmbeddedDatabase,
    readonly mail: Sandbox & { readonly url: string; close(): Promise<void> },
  ) {}

  /** `folder`: that the database's own user reaches. `beforeStore` holds a mail back at the provider. */
  static async start(folder: string, beforeStore?: () => Promise<void>): Promise<ChaosWorld> {
    const database = await startEmbedded({ dir: path.join(folder, "postgres"), log: () => {} });
    // The database must know the key by which the worker binds viewers.
    process.env.AUTH_SECRET ??= randomBytes(32).toString("hex");
    await migrateDatabase(database.url);
    const mail = await startSandbox({ port: 0, host: "127.0.0.1" }, { beforeStore });
    const world = new ChaosWorld(folder, database, mail);
    await world.startWorker();
    return world;
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  /** The worker as operators run it, under what a supervisor does: started again a second after it died. */
  private async startWorker(): Promise<void> {
    const worker = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
      cwd: ROOT,
      env: {
        ...process.env,
        DATABASE_URL: this.database.url,
        DATABASE_WEB_URL: "",
        DATABASE_POOL_MAX: "4",
        MAIL_TOKEN_KEY: process.env.MAIL_TOKEN_KEY ?? randomBytes(32).toString("hex"),
        RESEND_API_KEY: "re_test",
        RESEND_BASE_URL: this.mail.url,
        LOG_LEVEL: process.env.CHAOS_LOG ?? "silent",
      },
      stdio: ["ignore", "pipe", process.env.CHAOS_LOG ? "inherit" : "ignore"],
    });
    if (process.env.CHAOS_LOG) worker.stdout?.pipe(process.stdout);
    this.worker = worker;
    worker.once("exit", () => {
      if (this.stopped || this.worker !== worker) return;
      this.restarts += 1;
      setTimeout(() => this.stopped || void this.startWorker(), 1_000);
    });
    await Promise.race([once(worker.stdout as NonNullable<typeof worker.stdout>, "data"), once(worker, "exit")]);
  }

  async killWorker(): Promise<void> {
    const { worker } = this;
    if (!worker) return;
    const gone = once(worker, "exit");
    worker.kill("SIGKILL");
    await gone;
  }

  /** Milliseconds until the worker has ended after SIGTERM; it stays ended. */
  async endWorker(): Promise<{ code: number | null; milliseconds: number }> {
    const { worker } = this;
    if (!worker) throw new Error("There is no worker");
    this.worker = null;
    const begun = performance.now();
    const gone = once(worker, "exit") as Promise<[number | null]>;
    worker.kill("SIGTERM");
    const [code] = await gone;
    return { code, milliseconds: performance.now() - begun };
  }

  reviveWorker(): Promise<void> {
    return this.startWorker();
  }

  /** A signal to the postmaster, and its start anew after a while. SIGINT: fast. SIGQUIT: immediate. SIGKILL: a crash. */
  async stopDatabase(signal: "SIGINT" | "SIGQUIT" | "SIGKILL", awayMs = 1_000): Promise<void> {
    const port = Number(new URL(this.database.url).port);
    process.kill(this.database.pid ?? Number.NaN, signal);
    await this.database.exited;
    await delay(awayMs);
    const dir = path.join(this.folder, "postgres");
    this.database = await startEmbedded({ dir, port, keepPort: true, log: () => {} });
  }

  async terminateConnections(): Promise<void> {
    await this.ask(
      (sql) =>
        sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
  }

  /** On a connection for this question alone: a pool would itself be harmed. */
  async ask<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = postgres(this.database.url, { max: 1, connect_timeout: 2, onnotice: () => {}, fetch_types: false });
    try {
      return await work(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }

  async end(): Promise<void> {
    this.stopped = true;
    if (this.worker && this.worker.exitCode === null && this.worker.signalCode === null) {
      const gone = once(this.worker, "exit");
      this.worker.kill("SIGKILL");
      await gone;
    }
    await this.mail.close();
    await this.database.stop();
  }
}
