import { readdir } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import * as api from "@/app/api/files/[id]/route";
import { POST } from "@/app/api/files/route";
import { files, messages } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { UploadedFile } from "@/lib/files/rules";
import { sessionCookie, visit } from "../../support/route";
import { createAgreement, createCompany, createContact, nobodysId } from "../../support/world";
import { createCase } from "../../support/world-threads";

/** Somebody with a session on a brand's host. */
export interface Visitor {
  readonly brand: string;
  readonly cookie: string | undefined;
}

export async function visitor(
  account: { id: string },
  brand: string,
  kind: "contact" | "staff" = "contact",
): Promise<Visitor> {
  return { brand, cookie: await sessionCookie({ kind, id: account.id }, brand) };
}

/** A company with an agreement in force, a contact with the right `own` and a case of theirs. */
export async function plant(brand = "cimsoft") {
  const company = await createCompany({ brand });
  const agreement = await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const filer = await createContact(company, { casesScope: "own" });
  const row = await createCase(company, filer);
  return { company, agreement, filer, case: row, by: await visitor(filer, brand) };
}

export interface Part {
  readonly name: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** What the sender says that it is. */
  readonly type?: string;
}

export function formOf(parts: readonly Part[], fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { name, content, type } of parts) {
    form.append("file", new File([content], name, { type: type ?? "application/octet-stream" }));
  }
  return form;
}

export function post(
  by: Visitor,
  body: BodyInit,
  more: { headers?: Record<string, string>; signal?: AbortSignal } = {},
) {
  return visit(POST, { ...by, path: "/api/files", params: {}, method: "POST", body, ...more });
}

/** Sends one file up as the page does; the answer's file. */
export async function upload(by: Visitor, part: Part): Promise<UploadedFile> {
  const response = await post(by, formOf([part]));
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const [file] = ((await response.json()) as { files: UploadedFile[] }).files;
  if (!file) throw new Error("no file was answered");
  return file;
}

export function read(by: Visitor, id: string, method = "GET") {
  return visit(api.GET, { ...by, path: `/api/files/${encodeURIComponent(id)}`, params: { id }, method });
}

/** The status of a file's answer, whose bytes are let go. */
export async function statusOf(by: Visitor, id: string): Promise<number> {
  const answer = await read(by, id);
  await answer.body?.cancel();
  return answer.status;
}

export function drop(by: Visitor, id: string, headers: Record<string, string> = {}) {
  return visit(api.DELETE, { ...by, path: `/api/files/${id}`, params: { id }, method: "DELETE", headers });
}

/** A further message in a thread, with nothing attached. */
export async function say(
  row: { id: string; brand: string },
  author: { id: string; name: string },
  kind: "contact" | "staff" = "contact",
): Promise<string> {
  const id = uuidv7();
  await asSystem("test world", (db) =>
    db.insert(messages).values({
      id,
      brand: row.brand,
      threadId: row.id,
      authorKind: kind,
      authorId: author.id,
      authorName: author.name,
      body: "See the file.",
    }),
  );
  return id;
}

/** A row of a file whose bytes nobody asks for. */
export async function fileRow(over: Partial<typeof files.$inferInsert> & { uploaderId: string }): Promise<string> {
  const id = nobodysId().replaceAll("-", "");
  await asSystem("test world", (db) =>
    db.insert(files).values({
      id,
      brand: "cimsoft",
      uploaderKind: "contact",
      name: "trend.csv",
      sizeBytes: 10,
      mediaType: "text/plain",
      sha256: "0".repeat(64),
      scan: "not_scanned",
      ...over,
    }),
  );
  return id;
}

export async function rowOf(id: string) {
  const [row] = await asSystem("test looks", (db) => db.select().from(files).where(eq(files.id, id)));
  return row;
}

/** Everything under the storage folder of this test file, keys and parts alike. */
export async function storedNames(): Promise<string[]> {
  const root = process.env.FILES_DIR ?? "";
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}

export const PNG = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);
