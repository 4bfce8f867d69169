import { sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { cspReports } from "@/db/schema";
import { CSP_DIRECTIVES, type CSP_SOURCES } from "@/db/schema/constants";
import { asGate } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, take } from "@/lib/gate/limits";

type Source = (typeof CSP_SOURCES)[number];

/** The fields of a browser's report that are used. `violated-directive` is the older name of `effective-directive`. */
const reportSchema = z.object({
  "csp-report": z.object({
    "effective-directive": z.string().max(200).optional(),
    "violated-directive": z.string().max(2_000).optional(),
    "blocked-uri": z.string().max(20_000).optional(),
  }),
});

interface Blocked {
  readonly directive: (typeof CSP_DIRECTIVES)[number];
  readonly source: Source;
}

/**
 * What a report is counted as; null if it is not counted. The result has only words of closed lists, so that nothing
 * that somebody made up is stored. Reports about browser extensions are not counted.
 */
export function readReport(text: string, brand: Pick<Brand, "origin" | "otherOrigins">): Blocked | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = reportSchema.safeParse(json);
  if (!parsed.success) return null;
  const report = parsed.data["csp-report"];
  const named = (report["effective-directive"] ?? report["violated-directive"] ?? "").split(" ")[0];
  const directive = CSP_DIRECTIVES.find((word) => word === named);
  const source = sourceOf(report["blocked-uri"] ?? "", brand);
  return directive && source ? { directive, source } : null;
}

function sourceOf(blocked: string, { origin, otherOrigins }: Pick<Brand, "origin" | "otherOrigins">): Source | null {
  if (/-extension:/.test(blocked.slice(0, 40))) return null;
  if (blocked === "" || blocked === "inline") return "inline";
  if (blocked === "eval" || blocked === "wasm-eval") return "eval";
  if (/^(data|blob)(:|$)/.test(blocked)) return "data";
  const from = URL.canParse(blocked) ? new URL(blocked).origin : null;
  return from !== null && [origin, ...otherOrigins].includes(from) ? "own" : "elsewhere";
}

/** Where and when a report came in. `now` is system time. */
interface Receipt {
  readonly brand: Brand;
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  readonly now: Temporal.Instant;
}

/**
 * Adds one to the brand's count of the day if the limits of the client's network and of the brand allow it, because
 * anybody may send a report. What a network sends beyond its limit takes nothing from the brand's.
 */
export async function countReport({ directive, source }: Blocked, { brand, address, now }: Receipt): Promise<void> {
  const day = now.toString().slice(0, 10);
  const counts = [
    ...byAddress("cspReportByAddress", address),
    { limit: "cspReportByBrand", subject: brand.key } as const,
  ];
  await asGate("a report of a browser is nobody's data", async (db) => {
    for (const count of counts) if (!(await take(db, count, now))) return;
    await db
      .insert(cspReports)
      .values({ brand: brand.key, day, directive, source, reports: 1 })
      .onConflictDoUpdate({
        target: [cspReports.brand, cspReports.day, cspReports.directive, cspReports.source],
        set: { reports: sql`${cspReports.reports} + 1` },
      });
  });
}
