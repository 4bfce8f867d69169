import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { IMPORT_FILES } from "./all-files";

/**
 * Writes a CSV file of each kind into the folder, with its header and no rows. Makes the folder if needed. Returns the
 * names of the files. Never overwrites a file: if one exists, it throws, and the files after it are not written.
 */
export async function writeTemplates(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  for (const { file, columns } of IMPORT_FILES) {
    await writeFile(path.join(folder, file), `${columns.known.join(",")}\r\n`, { flag: "wx" });
  }
  return IMPORT_FILES.map(({ file }) => file);
}
