import path from "node:path";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { FolderStorage } from "./folder";
import type { FileStorage } from "./storage";

function folder(): string {
  return path.resolve(/* turbopackIgnore: true */ env().FILES_DIR ?? ".data/files");
}

let made: FileStorage | undefined;

/**
 * The storage of files: the folder FILES_DIR, else `.data/files` of the checkout. Nothing else decides where files are
 * kept.
 */
export function fileStorage(): FileStorage {
  made ??= new FolderStorage(folder());
  return made;
}

/** Logs at start where files are kept if FILES_DIR is not set. */
export function announceStorage(): void {
  if (!env().FILES_DIR) {
    log.warn(`FILES_DIR is not set: files that people attach are kept in ${folder()}, which your backups must hold.`);
  }
}
