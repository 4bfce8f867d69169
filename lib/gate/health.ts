import { sql } from "drizzle-orm";
import { pool } from "@/db/client";
import { systemNow } from "@/lib/kit/time";

/** Longer than a healthy database ever takes for `select 1`, shorter than a load balancer waits. */
const PATIENCE_MS = 2_000;

export interface Health {
  readonly status: "ok" | "unavailable";
  readonly database: "ok" | "unavailable";
  readonly time: string;
}

/** Asks the database whether it answers. Never throws: an absent database is an answer. */
export async function checkHealth(): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database did not answer in time")), PATIENCE_MS);
  });
  const time = systemNow().toString();
  try {
    await Promise.race([pool().db.execute(sql`select 1`), late]);
    return { status: "ok", database: "ok", time };
  } catch {
    return { status: "unavailable", database: "unavailable", time };
  } finally {
    clearTimeout(timer);
  }
}
