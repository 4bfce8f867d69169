import { closePool } from "@/db/client";
import { ImportStopped, importFolder } from "@/lib/sync/import";
import { progressOn } from "@/lib/sync/progress";
import { LISTED } from "@/lib/sync/report";
import { describeReport } from "@/lib/sync/report-text";
import { writeTemplates } from "@/lib/sync/templates";

const USAGE = `npm run import -- <folder> [--dry-run] [--all-or-nothing]
npm run import -- --templates <folder>

  <folder>          holds the CSV files; docs/erp-import.md describes them
  --dry-run         does everything, reports it, and keeps nothing
  --all-or-nothing  one bad row keeps its whole file out
  --templates       writes an empty CSV file of each kind into the folder, and imports nothing`;

const FLAGS = ["--dry-run", "--all-or-nothing", "--templates"];

const args = process.argv.slice(2);
const flags = args.filter((arg) => arg.startsWith("-"));
const [folder, ...more] = args.filter((arg) => !arg.startsWith("-"));
const makesTemplates = flags.includes("--templates");
if (!folder || more.length > 0 || flags.some((flag) => !FLAGS.includes(flag)) || (makesTemplates && flags.length > 1)) {
  console.error(USAGE);
  process.exit(2);
}
if (makesTemplates) {
  try {
    for (const file of await writeTemplates(folder)) console.log(file);
    process.exit(0);
  } catch (error) {
    console.error(`The templates were not written: ${messageOf(error)}`);
    process.exit(1);
  }
}
if (!process.env.DATABASE_URL) {
  console.error("Set DATABASE_URL to the portal's database.");
  process.exit(2);
}

const progress = progressOn(process.stderr);
try {
  const report = await importFolder(folder, {
    dryRun: flags.includes("--dry-run"),
    allOrNothing: flags.includes("--all-or-nothing"),
    onProgress: progress.onProgress,
  });
  progress.end();
  console.log(describeReport(report, LISTED));
  process.exitCode = report.ok ? 0 : 1;
} catch (error) {
  progress.end();
  if (error instanceof ImportStopped) console.log(describeReport(error.report, LISTED));
  console.error(`The import stopped: ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  await closePool();
}

/** Shows only the innermost cause, because the message of a database error contains SQL and values of rows. */
function messageOf(error: unknown): string {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  return cause instanceof Error ? cause.message : "unknown fault";
}
