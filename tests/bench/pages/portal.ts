import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { startEmbedded } from "@/db/embedded";
import { ensureBuilt } from "@/scripts/lib/build.mjs";
import { databaseAddresses, environment } from "@/scripts/lib/environment.mjs";
import { waitUntilHealthy } from "@/scripts/lib/health.mjs";
import { Processes } from "@/scripts/lib/processes.mjs";
import { step } from "@/scripts/lib/steps.mjs";
import { openWire, type Wire } from "@/tests/support/trips";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const BARE_SOURCE = path.join(ROOT, "tests/bench/bare");
const DATA = path.join(ROOT, ".data/bench-pages");
/** A copy, as deep in the tree as the source: Next writes into the folder and its tsconfig. */
const BARE = path.join(DATA, "bare");
const NEXT = path.join(ROOT, "node_modules/next/dist/bin/next");
/** Ports of the measured portal, of the one whose statements are counted, and of the bare application. */
export const PORTS = { portal: 3210, counted: 3211, bare: 3212 } as const;
/** Nobody listens there: reading a page sends no mail and asks no payment provider. */
const SANDBOX_PORT = 3213;

/** The processes that the benchmark asks, all in production builds. */
export interface Servers {
  readonly pids: { readonly portal: number; readonly bare: number };
  /** Between the counted portal and PostgreSQL. */
  readonly wire: Wire;
  stop(): Promise<void>;
}

/**
 * Starts an embedded PostgreSQL with the demo's data, the portal twice (once measured, once through a wire that counts)
 * and the bare application.
 */
export async function startServers(): Promise<Servers> {
  rmSync(DATA, { recursive: true, force: true });
  mkdirSync(DATA, { recursive: true });
  cpSync(BARE_SOURCE, BARE, { recursive: true });
  const processes = new Processes(ROOT, path.join(DATA, "logs"));
  const database = await startEmbedded({ dir: path.join(DATA, "postgres"), log: console.log });
  const stop = async () => {
    await processes.stopAll();
    await database.stop();
  };
  try {
    const place = { mode: "demo" as const, data: DATA, host: "127.0.0.1", sandboxPort: SANDBOX_PORT };
    const env = (port: number, owner: string, as: "preparation" | "web" = "web") => {
      const shared = environment(ROOT, { ...place, port }, process.env);
      return {
        ...{ ...shared, ...databaseAddresses(DATA, owner, shared)[as] },
        ...{ LOG_LEVEL: "silent", PORTAL_PROCESS: "web" },
      };
    };
    const wire = await openWire(database.url, 2);
    await ensureBuilt(processes, env(PORTS.portal, database.url));
    const bareEnv = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
    await step("Building the bare application", () =>
      processes.run("bare-build", [NEXT, "build", BARE], bareEnv, "The bare application could not be built."),
    );
    await step("Preparing the database and the demo data", () =>
      processes.run(
        "demo-data",
        ["--import", "tsx", "scripts/demo/database.ts"],
        { ...env(PORTS.portal, database.url, "preparation"), PORTAL_PROCESS: "import" },
        "The demo data could not be prepared.",
      ),
    );
    const serve = async (name: string, port: number, own: NodeJS.ProcessEnv, health: string, folder = ROOT) => {
      const args = [NEXT, "start", folder, "-H", "127.0.0.1", "-p", String(port)];
      const child = processes.start(name, args, own, { patienceMs: 10_000 });
      await waitUntilHealthy("127.0.0.1", port, health, name);
      return child.pid ?? 0;
    };
    const portal = await serve("portal", PORTS.portal, env(PORTS.portal, database.url), "/api/health");
    await serve("counted portal", PORTS.counted, env(PORTS.counted, wire.url), "/api/health");
    const bare = await serve("bare application", PORTS.bare, bareEnv, "/?elements=1", BARE);
    return {
      pids: { portal, bare },
      wire,
      stop: async () => {
        await stop();
        await wire.close();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
