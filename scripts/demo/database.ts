import { eq } from "drizzle-orm";
import postgres from "postgres";
import { closePool } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { brands, deployment } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { businessNow, businessToday, systemNow } from "@/lib/kit/time";
import { describeFinding } from "@/lib/sync/report-text";
import { setClock, workingMorning } from "@/scripts/demo/clock";
import { loadDemo } from "@/scripts/demo/data/load";

/*
 * Prepares the database of the demo: refuses one that holds anything else, migrates, and on the first start imports
 * the demo data through the importer that operators use. A start that was killed half way goes on where it stopped:
 * imports are idempotent, and the day that the data is relative to is kept.
 */
/**
 * A schema without content. It is the first thing that the demo makes in a database, so that a half-made one is still
 * recognised.
 */
const MARK = "portal_demo";
const DAY = "demo-day";
const READY = "demo-ready";

const url = process.env.DATABASE_URL;
if (!url) {
  console.error("DATABASE_URL is not set.");
  process.exit(1);
}

/**
 * Takes a database that is empty or marked by an earlier start, and marks it. False for one that holds anything else.
 */
async function claim(databaseUrl: string): Promise<boolean> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] = await client`select
      (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')) as tables,
      (select count(*)::int from pg_namespace where nspname = ${MARK}) as marked`;
    if (!row || (row.tables > 0 && row.marked === 0)) return false;
    await client.unsafe(`create schema if not exists ${MARK}`);
    return true;
  } finally {
    await client.end({ timeout: 5 });
  }
}

if (!(await claim(url))) {
  console.error(
    "The database in DATABASE_URL is neither empty nor made by the demo, so nothing was touched. Give the demo an empty database, or unset DATABASE_URL.",
  );
  process.exit(1);
}
await migrateDatabase(url);
if (process.env.PORTAL_CLOCK_MOVES === "1") await moveIntoChatHours();
if (!(await isReady())) await load();
await leadToStandIn();
await closePool();

/** Outside the hours of chat the demo's time begins at 10:00 on the next working day, so that there is a chat to try. */
async function moveIntoChatHours(): Promise<void> {
  const file = process.env.PORTAL_CLOCK_FILE;
  const { chatCalendar } = await brandByKey("cimsoft");
  const start = file ? workingMorning(chatCalendar, businessNow()) : null;
  if (file && start) setClock(file, start.epochMilliseconds - systemNow().epochMilliseconds);
}

async function isReady(): Promise<boolean> {
  const rows = await asSystem("demo mark", (db) => db.select().from(deployment).where(eq(deployment.key, READY)));
  return rows.length === 1;
}

/** Points the demo's quotation addresses at the sandbox, whose address may differ at each start. */
async function leadToStandIn(): Promise<void> {
  const { HOST, SANDBOX_PORT } = process.env;
  const reachable = !HOST || HOST === "0.0.0.0" || HOST === "::" ? "127.0.0.1" : HOST;
  const { origin, host } = new URL(
    `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${SANDBOX_PORT || 3900}`,
  );
  await asSystem("demo's quotation portal", (db) =>
    db.update(brands).set({ quotationUrl: `${origin}/quotes/{number}`, quotationHosts: [host] }),
  );
}

async function load(): Promise<void> {
  const today = businessToday("America/New_York");
  const day = await asSystem("demo day", async (db) => {
    await db.insert(deployment).values({ key: DAY, value: today }).onConflictDoNothing();
    const [row] = await db.select().from(deployment).where(eq(deployment.key, DAY));
    return row?.value ?? today;
  });
  const report = await loadDemo(day);
  if (!report.ok) {
    const findings = report.files.flatMap(({ errors, bad }) => [...errors, ...bad]);
    const lines = findings.slice(0, 10).map(describeFinding);
    console.error(["The demo data did not import cleanly:", ...lines].join("\n"));
    process.exit(1);
  }
  await asSystem("demo mark", (db) => db.insert(deployment).values({ key: READY, value: "1" }).onConflictDoNothing());
}
