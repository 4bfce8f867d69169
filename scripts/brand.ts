import { readFile } from "node:fs/promises";
import { closePool } from "@/db/client";
import { addBrandFrom } from "@/lib/gate/brand/add";
import { errorLine } from "@/lib/log";

const [file, ...rest] = process.argv.slice(2);
if (!file || rest.length || !process.env.DATABASE_URL) {
  console.error("Use: DATABASE_URL=… npm run brand -- <file.json>, with the fields of db/seed/brands.ts");
  process.exit(1);
}
let json: unknown;
try {
  json = JSON.parse(await readFile(file, "utf8"));
} catch (error) {
  console.error(`${file} could not be read as JSON: ${error instanceof Error ? error.message : "unknown reason"}`);
  process.exit(1);
}
try {
  const faults = await addBrandFrom(json);
  if (faults.length) {
    console.error(`The brand was not added:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    process.exitCode = 1;
  } else {
    console.log("The brand is in. Add its origin to PORTAL_ORIGINS if you use it, and point its host at the portal.");
  }
} catch (error) {
  console.error(`The brand was not added: ${errorLine(error)}`);
  process.exitCode = 1;
} finally {
  await closePool();
}
