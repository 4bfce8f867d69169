import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { asSystem } from "@/db/viewer";
import { importFolder } from "@/lib/sync/import";
import type { ImportReport } from "@/lib/sync/report";
import { countMinutes } from "@/lib/threads/promises/tasks";
import { applyDemoAccounts } from "./accounts";
import { applyDemoAnswers } from "./answers";
import { applyDemoArticles } from "./articles";
import { applyDemoCases } from "./cases";
import { applyDemoChats } from "./chats";
import { applyDemoEdits } from "./edits";
import { generateDemo } from "./generate";
import { applyDemoRequests } from "./requests";
import { applyDemoResources } from "./resources";
import { applyDemoTold } from "./told";
import { applyDemoVisitors } from "./visitors";

/**
 * Imports the demo's data for a day (`YYYY-MM-DD`) with the importer that operators use. Safe to run again after it was
 * killed half way. Where the import has errors it stops and returns the report.
 */
export async function loadDemo(today: string): Promise<ImportReport> {
  const report = await importMade(today);
  if (!report.ok) return report;
  await asSystem("demo accounts", applyDemoAccounts);
  await asSystem("demo edits", applyDemoEdits);
  await asSystem("demo cases", applyDemoCases);
  await asSystem("demo requests", applyDemoRequests);
  await asSystem("demo chats", applyDemoChats);
  await asSystem("demo causes of late answers", applyDemoAnswers);
  await countMinutes();
  await asSystem("demo resources", applyDemoResources);
  await asSystem("demo articles", applyDemoArticles);
  await asSystem("demo notices and mails", applyDemoTold);
  await asSystem("demo visitors who wait", applyDemoVisitors);
  return report;
}

async function importMade(today: string): Promise<ImportReport> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "portal-demo-"));
  try {
    await generateDemo(folder, { today, seed: 27 });
    return await importFolder(folder, { dryRun: false, allOrNothing: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
