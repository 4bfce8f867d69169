import { migrateDatabase } from "@/db/migrate";

const url = process.env.DATABASE_URL;
if (!url) {
  console.error("Set DATABASE_URL to the database that is to be migrated.");
  process.exit(1);
}
try {
  await migrateDatabase(url);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
console.log("The database is up to date.");
if (!process.env.DATABASE_WEB_URL) {
  console.log("DATABASE_WEB_URL is not set, so no login for the web process was made or checked.");
}
