import path from "node:path";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { FolderStorage } from "./folder";
import type { FileStorage } from "./storage";

function folder(): string {
  return path.resolve(/* turbopackIgnore: true */ env().FILES_DIR ?? ".data/files");
}

let made: FileStorage | undefined;

/** The one place that decides where files are kept: in FILES_DIR, else in `.data/files` of the checkout. */
export function fileStorage(): FileStorage {
  made ??= new FolderStorage(folder());
  return made;
}

/** Says once, at start, where files go when nobody has said where. */
export function announceStorage(): void {
  if (!env().FILES_DIR) {
    log.warn(`FILES_DIR is not set: files that people attach are kept in ${folder()}, which your backups must hold.`);
  }
}
