import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { IMPORT_FILES } from "./all-files";

/**
 * Writes a CSV file of each kind into the folder, with its header and no rows; the folder is made if it is not there.
 * Returns their names. A file that is there already is never written over: then it throws, and later ones are missing.
 */
export async function writeTemplates(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  for (const { file, columns } of IMPORT_FILES) {
    await writeFile(path.join(folder, file), `${columns.known.join(",")}\r\n`, { flag: "wx" });
  }
  return IMPORT_FILES.map(({ file }) => file);
}
