import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { auditEvents, importRuns } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import type { FileReport } from "./report";

/** The import of one file. */
export interface Run {
  readonly report: FileReport;
  readonly startedAt: Date;
  brandKeys: string[];
  /** Id of the stored record of this run, once there is one. */
  id?: string;
}

/**
 * Stores the run and its audit event. In the transaction of the file, so that they are stored if and only if the file
 * is imported.
 */
export async function recordRun(
  db: Transaction,
  run: Run,
  options: { dryRun: boolean; allOrNothing: boolean },
): Promise<void> {
  const { report, startedAt, brandKeys } = run;
  const [row] = await db
    .insert(importRuns)
    .values({
      file: report.file,
      brandKeys,
      startedAt,
      finishedAt: new Date(systemNow().epochMilliseconds),
      dryRun: options.dryRun,
      report: { ...report, allOrNothing: options.allOrNothing },
    })
    .returning({ id: importRuns.id });
  if (!row) throw new Error("The run was not recorded");
  run.id = row.id;
  const { rows, created, updated, unchanged, badCount, warningCount, applied, errors } = report;
  const counts = { rows, created, updated, unchanged, bad: badCount, warnings: warningCount, errors: errors.length };
  await db.insert(auditEvents).values(
    // An event belongs to one brand, or to none if the file could not be read.
    (brandKeys.length > 0 ? brandKeys : [null]).map((brand) => ({
      brand,
      actorKind: "system",
      action: options.dryRun ? "import.dry_run" : "import.file",
      entity: "import_run",
      entityId: row.id,
      details: { file: report.file, applied, ...counts },
    })),
  );
}

/** Stores the report again, after the run has added warnings to it. */
export async function updateReport(db: Transaction, { id, report }: Run): Promise<void> {
  if (id === undefined) return;
  await db
    .update(importRuns)
    .set({ report: { ...report } })
    .where(eq(importRuns.id, id));
}
