import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { startDatabase } from "../../../scripts/lib/database.mjs";
import { databaseAddresses, environment, sandboxEnvironment } from "../../../scripts/lib/environment.mjs";
import { waitUntilHealthy } from "../../../scripts/lib/health.mjs";
import { Processes } from "../../../scripts/lib/processes.mjs";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const HOST = "127.0.0.1";

type Child = ReturnType<Processes["start"]>;
type Name = "web server" | "worker";

interface Place {
  /** Folder below the checkout; emptied at the start. */
  readonly data: string;
  readonly port: number;
  readonly sandboxPort: number;
}

/**
 * The processes of a demo as the start script runs them, on the existing build. Web server and worker can be killed and
 * started again one by one, as a service manager does, while database, Stripe and mail go on.
 */
export class OwnDemo {
  readonly #processes: Processes;
  readonly #env: NodeJS.ProcessEnv;
  readonly #addresses: ReturnType<typeof databaseAddresses>;
  readonly #port: number;
  readonly #running = new Map<Name, Child>();
  readonly databaseUrl: string;
  readonly sandboxes: string;

  private constructor(
    processes: Processes,
    env: NodeJS.ProcessEnv,
    addresses: ReturnType<typeof databaseAddresses>,
    { port, sandboxPort }: Place,
  ) {
    this.#processes = processes;
    this.#env = env;
    this.#port = port;
    this.#addresses = addresses;
    this.databaseUrl = addresses.worker.DATABASE_URL;
    this.sandboxes = `http://${HOST}:${sandboxPort}`;
  }

  static async start(place: Place): Promise<OwnDemo> {
    const data = path.join(ROOT, place.data);
    for (const file of ["secrets.json", "clock.json", "stripe.jsonl"]) rmSync(path.join(data, file), { force: true });
    const options = { ...place, data, mode: "demo" as const, host: HOST };
    const shell = { ...process.env, DATABASE_URL: "", DATABASE_WEB_URL: "", PORTAL_CLOCK: "", PORTAL_ORIGINS: "" };
    const env = environment(ROOT, options, shell);
    const processes = new Processes(ROOT, path.join(data, "logs"));
    try {
      const owner = await startDatabase(processes, env, path.join(data, "postgres"), true);
      const addresses = databaseAddresses(data, owner, env);
      const run = (name: string) => ({ ...env, PORTAL_PROCESS: name });
      const importing = ["--import", "tsx", "scripts/demo/database.ts"];
      const preparing = { ...run("import"), ...addresses.preparation };
      await processes.run("demo-data", importing, preparing, "The demo data could not be prepared.");
      const sandboxes = { ...run("sandbox"), ...sandboxEnvironment(options) };
      processes.start("sandboxes", ["--import", "tsx", "scripts/demo/sandboxes/main.ts"], sandboxes, {
        patienceMs: 3_000,
      });
      const demo = new OwnDemo(processes, env, addresses, place);
      demo.startWorker();
      await Promise.all([demo.startWeb(), waitUntilHealthy(HOST, place.sandboxPort, "/mail.json", "sandboxes")]);
      return demo;
    } catch (error) {
      processes.killAll();
      throw error;
    }
  }

  /** Resolves when the server answers. */
  async startWeb(): Promise<void> {
    const args = ["node_modules/next/dist/bin/next", "start", "-H", HOST, "-p", String(this.#port)];
    this.#start("web server", "web", args);
    await this.webAnswers();
  }

  webAnswers(): Promise<void> {
    return waitUntilHealthy(HOST, this.#port, "/api/health", "web server");
  }

  startWorker(): void {
    this.#start("worker", "worker", ["--import", "tsx", "scripts/worker.ts"]);
  }

  /** Sends SIGKILL to the process and all that it started. Resolves when it is gone. */
  async kill(name: Name): Promise<void> {
    const child = this.#running.get(name);
    if (child?.pid === undefined) throw new Error(`the ${name} does not run`);
    this.#running.delete(name);
    const gone = once(child, "exit");
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`the ${name} ended by itself: ${this.#processes.tail(name)}`);
    }
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
    await gone;
  }

  /**
   * Stops every process of the database as it is (a machine that hangs). Resolves with what lets them go on. The server
   * is found by a connection, because the folder of its data is elsewhere where its account cannot read the checkout.
   */
  async freezeDatabase(): Promise<() => void> {
    const sql = postgres(this.databaseUrl, { max: 1, fetch_types: false });
    const [own] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const main = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${own?.pid}/status`, "utf8"))?.[1]);
    await sql.end();
    const children = readFileSync(`/proc/${main}/task/${main}/children`, "utf8").trim().split(" ").filter(Boolean);
    const all = [main, ...children.map(Number)];
    const signal = (pid: number, name: NodeJS.Signals) => {
      try {
        process.kill(pid, name);
      } catch (error) {
        // The connection by which the server was found ends while it is told so.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    };
    for (const pid of all) signal(pid, "SIGSTOP");
    // Once only: connections end afterwards, and their numbers may become those of other processes.
    return () => {
      for (const pid of all.splice(0)) signal(pid, "SIGCONT");
    };
  }

  stop(): Promise<void> {
    return this.#processes.stopAll();
  }

  #start(name: Name, as: "web" | "worker", args: string[]): void {
    const env = { ...this.#env, ...this.#addresses[as], PORTAL_PROCESS: as };
    this.#running.set(name, this.#processes.start(name, args, env, { patienceMs: 10_000 }));
  }
}
