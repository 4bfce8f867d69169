import { closePool } from "@/db/client";
import { importFolder } from "@/lib/sync/import";
import { LISTED } from "@/lib/sync/report";
import { describeReport } from "@/lib/sync/report-text";

const USAGE = `npm run import -- <folder> [--dry-run] [--all-or-nothing]

  <folder>          holds the CSV files; docs/erp-import.md describes them
  --dry-run         does everything, reports it, and keeps nothing
  --all-or-nothing  one bad row keeps its whole file out`;

const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith("-"));
const [folder, ...more] = args.filter((arg) => !arg.startsWith("-"));
if (!folder || more.length > 0 || flags.some((flag) => flag !== "--dry-run" && flag !== "--all-or-nothing")) {
  console.error(USAGE);
  process.exit(2);
}
if (!process.env.DATABASE_URL) {
  console.error("Set DATABASE_URL to the portal's database.");
  process.exit(2);
}

/** Rows between two lines of progress. */
const STEP = 2_000;
let next = STEP;
let current = "";

try {
  const report = await importFolder(folder, {
    dryRun: flags.includes("--dry-run"),
    allOrNothing: flags.includes("--all-or-nothing"),
    onProgress: ({ file, rows }) => {
      if (file !== current) next = STEP;
      current = file;
      if (rows < next) return;
      console.error(`${file}: ${rows} rows read`);
      next = rows - (rows % STEP) + STEP;
    },
  });
  console.log(describeReport(report, LISTED));
  process.exitCode = report.ok ? 0 : 1;
} catch (error) {
  // The message of a database error holds SQL and values of rows, so only its cause is shown.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  console.error(`The import stopped: ${cause instanceof Error ? cause.message : "unknown fault"}`);
  process.exitCode = 1;
} finally {
  await closePool();
}
