import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";

const made: string[] = [];

// Of the file that imports this: whatever comes after it in the file's own hooks still finds its folders.
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder in the system's temporary one, which only this user may enter; gone when the test file has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "portal-test-"));
  made.push(folder);
  return folder;
}

/** The same, which every user may pass through: the server of a database, which is not root, reaches what lies in it. */
export function passableFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  return folder;
}
