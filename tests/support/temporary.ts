import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

// Runs after the file's own hooks, which may still need the folders.
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder in the system's temporary folder that only this user may enter; removed at the end of the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portal-test-"));
  made.push(folder);
  return folder;
}

/** The same, but every user may enter it: the database server does not run as root and reads files there. */
export function passableFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  return folder;
}
