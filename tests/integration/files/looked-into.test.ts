import { randomBytes } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { LOOKED_INTO, vouchFor } from "@/db/binding";
import type { Transaction } from "@/db/client";
import { runAsViewer, type Viewer } from "@/db/viewer";
import { personOf } from "@/lib/gate/viewers";
import { clientViewer, createStaff, staffViewer } from "@/tests/support/world";
import { plant, rowOf, statusOf, upload } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/*
 * Without a scanner the portal's own look into a file is all that keeps a program from being opened. Here somebody runs
 * SQL of their own in a viewer's transaction.
 */

const SCRIPT = { name: "collect.ps1", content: "Get-Date" };
const newFile = (name = "plan.txt") => ({ id: randomBytes(24).toString("base64url"), sha256: "0".repeat(64), name });
type File = ReturnType<typeof newFile>;
const refused = { cause: { code: "23514", constraint_name: "files_looked_into" } };

/** A statement of the viewer's own that adds a loose file of theirs. */
function addFile(viewer: Viewer, { id, sha256, name }: File, scan = "not_scanned"): SQL {
  const { kind, id: person } = personOf(viewer);
  return sql`insert into files (id, brand, uploader_kind, uploader_id, name, size_bytes, media_type, sha256, scan, held_for)
    values (${id}, 'cimsoft', ${kind}, ${person}, ${name}, 8, 'text/plain', ${sha256}, ${scan}, ${scan === "held" ? "script" : null})`;
}
const say = (db: Transaction, value: string) => db.execute(sql`select set_config(${LOOKED_INTO}, ${value}, true)`);

const run = (viewer: Viewer, work: (db: Transaction) => Promise<unknown>) =>
  runAsViewer(viewer, "write", ({ db }) => work(db));

let world: Awaited<ReturnType<typeof plant>>;
let viewers: readonly Viewer[];
beforeAll(async () => {
  world = await plant();
  viewers = [clientViewer(world.filer), staffViewer(await createStaff(["support_agent"]))];
});

describe("a file that nobody has looked into", () => {
  it("is not taken from a viewer as one that may be opened", async () => {
    for (const viewer of viewers) {
      const file = newFile();
      await expect(run(viewer, (db) => db.execute(addFile(viewer, file)))).rejects.toMatchObject(refused);
      expect(await rowOf(file.id)).toBeUndefined();
    }
  });

  it("is taken where it is held, or waits for a look", async () => {
    for (const viewer of viewers) {
      for (const scan of ["held", "pending"]) {
        const file = newFile();
        await run(viewer, (db) => db.execute(addFile(viewer, file, scan)));
        expect(await rowOf(file.id)).toMatchObject({ scan });
      }
    }
  });

  it("is not taken on a word that is made up, that binds the viewer, or that is of an unknown key", async () => {
    for (const viewer of viewers) {
      const file = newFile();
      const word = vouchFor(file);
      for (const value of ["", "yes", word.slice(0, 64), `${"0".repeat(64)}${word.slice(64)}`, `${word}x`]) {
        const done = run(viewer, async (db) => {
          await say(db, value);
          await db.execute(addFile(viewer, file));
        });
        await expect(done, value).rejects.toMatchObject(refused);
      }
      const bound = run(viewer, async (db) => {
        await db.execute(sql`select set_config(${LOOKED_INTO}, current_setting('portal.viewer'), true)`);
        await db.execute(addFile(viewer, file));
      });
      await expect(bound).rejects.toMatchObject(refused);
    }
  });

  it("is not taken on the word for another file: of another id, content or name", async () => {
    const file = newFile();
    for (const other of [
      { ...file, id: newFile().id },
      { ...file, sha256: "1".repeat(64) },
      { ...file, name: "plan.bat" },
      { ...file, sha256: `${file.sha256}|x`, name: "x" },
    ]) {
      for (const viewer of viewers) {
        const done = run(viewer, async (db) => {
          await say(db, vouchFor(file));
          await db.execute(addFile(viewer, other));
        });
        await expect(done).rejects.toMatchObject(refused);
      }
    }
  });

  it("does not become one by deleting its row and adding it again: its bytes are still there", async () => {
    const { id } = await upload(world.by, SCRIPT);
    const row = await rowOf(id);
    expect(row).toMatchObject({ scan: "held" });
    const [viewer] = viewers;
    if (!viewer || !row) throw new Error("no viewer");
    const done = run(viewer, async (db) => {
      await db.execute(sql`delete from files where id = ${id}`);
      await db.execute(addFile(viewer, row));
    });
    await expect(done).rejects.toMatchObject(refused);
    expect(await rowOf(id)).toMatchObject({ scan: "held" });
    expect(await statusOf(world.by, id)).toBe(404);
  });
});

it("the word for a file makes no viewer of anybody", async () => {
  for (const viewer of viewers) {
    const done = run(viewer, async (db) => {
      await db.execute(sql`select set_config('portal.viewer', ${vouchFor(newFile())}, true)`);
      await db.execute(sql`select viewer_fact('kind')`);
    });
    await expect(done).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});
