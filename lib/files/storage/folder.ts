import { createWriteStream } from "node:fs";
import { mkdir, open, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FileStorage } from "./storage";

/**
 * Files are written into this folder and moved when complete. Folders of keys have names of two characters, so no key
 * is stored in this one.
 */
const PARTS = "incoming";
const KEY = /^[A-Za-z0-9_-]{8,128}$/;

const isGone = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/**
 * Files in one folder of this machine (or one that all processes mount). Subfolders are named by the first characters
 * of the keys.
 */
export class FolderStorage implements FileStorage {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  #place(key: string): string {
    // A key never comes from a user. If that changes, this check still keeps it from being a path.
    if (!KEY.test(key)) throw new Error("not a storage key");
    return path.join(this.#root, key.slice(0, 2), key);
  }

  async put(key: string, content: Readable, signal: AbortSignal): Promise<void> {
    const place = this.#place(key);
    const part = path.join(this.#root, PARTS, `${key}.part`);
    await mkdir(path.dirname(part), { recursive: true, mode: 0o700 });
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    let isMoved = false;
    try {
      // `flush` and the sync of the folders make sure that a row never names bytes that a power cut has lost.
      await pipeline(content, createWriteStream(part, { flags: "wx", mode: 0o600, flush: true }), { signal });
      await rename(part, place);
      isMoved = true;
      // The root is synced too: another upload may have created the folder and not have synced it yet.
      for (const folder of [path.dirname(place), this.#root]) await syncFolder(folder);
    } catch (error) {
      await rm(isMoved ? place : part, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<{ content: Readable; sizeBytes: number } | null> {
    try {
      const handle = await open(this.#place(key), "r");
      try {
        const { size } = await handle.stat();
        return { content: handle.createReadStream(), sizeBytes: size };
      } catch (error) {
        await handle.close();
        throw error;
      }
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }

  async has(key: string): Promise<boolean> {
    try {
      return (await stat(this.#place(key))).isFile();
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.#place(key), { force: true });
  }

  async *listOlderThan(before: Date): AsyncIterable<string> {
    for await (const folder of entries(this.#root)) {
      if (folder === PARTS) continue;
      for await (const name of entries(path.join(this.#root, folder))) {
        if (KEY.test(name) && (await isOlder(path.join(this.#root, folder, name), before))) yield name;
      }
    }
  }

  async dropPartsOlderThan(before: Date): Promise<void> {
    for await (const name of entries(path.join(this.#root, PARTS))) {
      const part = path.join(this.#root, PARTS, name);
      if (await isOlder(part, before)) await rm(part, { force: true });
    }
  }
}

/** Makes a new name in a folder durable. Windows has no sync for folders, so nothing is done there. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* entries(folder: string): AsyncIterable<string> {
  try {
    for await (const entry of await opendir(folder)) yield entry.name;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

async function isOlder(file: string, before: Date): Promise<boolean> {
  try {
    return (await stat(file)).mtimeMs < before.getTime();
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
