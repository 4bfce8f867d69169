import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents, files } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { cleanFiles } from "@/lib/files/clean";
import { runScanTask } from "@/lib/files/scan";
import { fileStorage } from "@/lib/files/storage/configured";
import { attachFiles } from "@/lib/threads/files/service";
import { decideFileAction } from "@/lib/threads/files/staff/actions";
import { readThread } from "@/lib/threads/queries";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { askedRequest } from "@/tests/integration/threads/requests/staff/support";
import { PROGRAMS, zipOf } from "@/tests/support/archives";
import { clientViewer, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { fileRow, PNG, plant, rowOf, say, statusOf, storedNames, upload, visitor } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");

/** What a page or action throws for somebody whose role is another. */
const OTHER_ROLE = { digest: "NEXT_HTTP_ERROR_FALLBACK;403" };

type Plant = Awaited<ReturnType<typeof plant>>;
const SCRIPT = { name: "collect.ps1", content: "Get-Date" };

/** A file that is held, in a message of its sender. */
async function heldIn({ by, filer, case: row }: Plant, part: Parameters<typeof upload>[1] = SCRIPT): Promise<string> {
  const { id } = await upload(by, part);
  const messageId = await say(row, filer);
  await runAsViewer(clientViewer(filer), "write", (context) =>
    attachFiles(context, { threadId: row.id, messageId }, [id]),
  );
  return id;
}

const staffMember = async (roles: StaffRole[], brands?: string[]) => {
  const row = await createStaff(roles, brands ? { brands } : {});
  const sender: Sender = { brand: "cimsoft", account: { kind: "staff", id: row.id } };
  return { row, sender, viewer: staffViewer(row, brands), by: await visitor(row, "cimsoft", "staff") };
};

const decide = (sender: Sender, number: string, file: string, decision: string) =>
  send(async (_, form) => decideFileAction(form) as never, sender, { number, file, decision });

const auditOf = (entityId: string) =>
  asSystem("test looks", (db) =>
    db
      .select({ action: auditEvents.action, actorId: auditEvents.actorId, details: auditEvents.details })
      .from(auditEvents)
      .where(and(eq(auditEvents.entityId, entityId), sql`action like '%.file-%'`)),
  );

let agent: Awaited<ReturnType<typeof staffMember>>;
beforeAll(async () => {
  agent = await staffMember(["support_agent"]);
});

describe("without a scanner, a file that can run", () => {
  it.each([
    ["a script", "fix.ps1", "Get-Date", "script", null],
    ["a program with the name of a picture", "plan.png", PROGRAMS.windows, "program", null],
    ["a zip with a program", "tools.zip", zipOf({ path: "in/setup.exe", content: "x" }), "program", "setup.exe"],
    ["a page with script", "a.html", "<script>1</script>", "page", null],
  ])("is taken and held: %s", async (_what, name, content, heldFor, heldPart) => {
    const world = await plant();
    const file = await upload(world.by, { name, content: new Uint8Array(Buffer.from(content)), type: "image/png" });
    expect(file).toMatchObject({ isHeld: true });
    expect(await rowOf(file.id)).toMatchObject({ scan: "held", heldFor, heldPart });
    expect(await statusOf(world.by, file.id)).toBe(404);
  });

  it("is opened by nobody, and one that cannot is", async () => {
    const world = await plant();
    const id = await heldIn(world);
    const plain = await heldIn(world, { name: "plan.png", content: PNG });
    for (const by of [world.by, agent.by, (await staffMember(["administrator"])).by]) {
      expect(await statusOf(by, id)).toBe(404);
      expect(await statusOf(by, plain)).toBe(200);
    }
  });

  it("is shown with its reason to staff alone", async () => {
    const world = await plant();
    await heldIn(world, { name: "tools.zip", content: zipOf({ path: "in/setup.exe", content: "x" }) });
    const local = { zone: "America/New_York" };
    const filesFor = async (viewer: Parameters<typeof runAsViewer>[0]) => {
      const page = await runAsViewer(viewer, "read", (context) => readThread(context, world.case.id, local));
      return page?.items.flatMap((item) => (item.kind === "message" ? item.files : []));
    };
    expect(await filesFor(agent.viewer)).toMatchObject([
      { scan: "held", heldWords: "an archive with a program, setup.exe" },
    ]);
    expect(await filesFor(clientViewer(world.filer))).toMatchObject([{ scan: "held", heldWords: null }]);
  });

  it("is held too when it has waited for a scanner that is there no more", async () => {
    const world = await plant();
    const { id } = await upload(world.by, SCRIPT);
    const waiting = await fileRow({ uploaderId: world.filer.id, name: "fix.ps1", scan: "pending" });
    await expect(runScanTask({ id: waiting }, null)).rejects.toMatchObject({ name: "ScannerUnavailable" });
    const bytes = await fileStorage().get(id);
    if (!bytes) throw new Error("no bytes");
    await fileStorage().put(waiting, bytes.content, AbortSignal.timeout(10_000));
    await runScanTask({ id: waiting }, null);
    expect(await rowOf(waiting)).toMatchObject({ scan: "held", heldFor: "script" });
  });
});

describe("a held file", () => {
  it("is released by an agent to all who see the thread, once, and it is audited", async () => {
    const world = await plant();
    const id = await heldIn(world);
    const { number } = world.case;
    const row = await rowOf(id);
    const outcome = await decide(agent.sender, number, id, "release");
    expect(outcome).toEqual({ kind: "redirected", to: `/staff/cases/${number}#m-${row?.messageId}` });
    for (const by of [world.by, agent.by]) expect(await statusOf(by, id)).toBe(200);
    // What a colleague decides after that changes nothing.
    expect(await decide(agent.sender, number, id, "discard")).toEqual(outcome);
    expect(await rowOf(id)).toMatchObject({ scan: "released", heldFor: "script" });
    expect(await statusOf(world.by, id)).toBe(200);
    expect(await auditOf(world.case.id)).toEqual([
      {
        action: "case.file-released",
        actorId: agent.row.id,
        details: { number, file: id, heldFor: "script", sha256: row?.sha256 },
      },
    ]);
  });

  it("is discarded with its bytes, and its name stays", async () => {
    const world = await plant();
    const id = await heldIn(world);
    const administrator = await staffMember(["administrator"]);
    await decide(administrator.sender, world.case.number, id, "discard");
    expect(await rowOf(id)).toMatchObject({ scan: "discarded", name: "collect.ps1" });
    expect((await storedNames()).join()).not.toContain(id);
    for (const by of [world.by, agent.by]) expect(await statusOf(by, id)).toBe(404);
    expect(await auditOf(world.case.id)).toMatchObject([{ action: "case.file-discarded" }]);
    await decide(administrator.sender, world.case.number, id, "release");
    expect(await rowOf(id)).toMatchObject({ scan: "discarded" });
  });

  it("goes to one of two who decide at once", async () => {
    const world = await plant();
    const id = await heldIn(world);
    await Promise.all(
      ["release", "discard", "release", "discard"].map((decision) =>
        decide(agent.sender, world.case.number, id, decision),
      ),
    );
    const row = await rowOf(id);
    expect(["released", "discarded"]).toContain(row?.scan);
    expect(await auditOf(world.case.id)).toMatchObject([{ action: `case.file-${row?.scan}` }]);
    expect(await statusOf(world.by, id)).toBe(row?.scan === "released" ? 200 : 404);
  });

  it("of a request is decided by administrators, who see requests", async () => {
    const { row, asker } = await askedRequest();
    const by = await visitor(asker, "cimsoft");
    const id = await heldIn({ by, filer: asker, case: row } as unknown as Plant);
    expect(await decide(agent.sender, row.number, id, "release")).toEqual({ kind: "missing" });
    await expect(
      decide((await staffMember(["account_manager"])).sender, row.number, id, "release"),
    ).rejects.toMatchObject(OTHER_ROLE);
    expect(await rowOf(id)).toMatchObject({ scan: "held" });
    await decide((await staffMember(["administrator"])).sender, row.number, id, "release");
    expect(await statusOf(by, id)).toBe(200);
  });

  it("stays as it is, whoever else asks", async () => {
    const world = await plant();
    const id = await heldIn(world);
    const { number } = world.case;
    const other = await plant();
    const abroad = await plant("insource");
    const missing: Record<string, Sender> = {
      "the client who sent it": contactOf(world.filer),
      "a colleague": contactOf(await createContact(world.company, { casesScope: "company" })),
      "another company": contactOf(other.filer),
      "the other brand": contactOf(abroad.filer),
      "an agent of the other brand": (await staffMember(["support_agent"], ["insource"])).sender,
      marketing: (await staffMember(["marketing"])).sender,
    };
    for (const [who, sender] of Object.entries(missing)) {
      for (const decision of ["release", "discard"]) {
        expect(await decide(sender, number, id, decision), who).toEqual({ kind: "missing" });
      }
    }
    expect(await decide({ brand: "cimsoft" }, number, id, "release")).toEqual({ kind: "redirected", to: "/login" });
    const manager = await staffMember(["account_manager"]);
    await expect(decide(manager.sender, number, id, "release")).rejects.toMatchObject(OTHER_ROLE);
    // A file of another thread, and words that are none.
    const theirs = await heldIn(other);
    expect(await decide(agent.sender, number, theirs, "release")).toEqual({ kind: "missing" });
    expect(await decide(agent.sender, number, "x".repeat(32), "release")).toEqual({ kind: "missing" });
    await expect(decide(agent.sender, number, id, "open")).rejects.toThrow("refused");
    for (const file of [id, theirs]) expect(await rowOf(file)).toMatchObject({ scan: "held" });
    expect(await auditOf(world.case.id)).toEqual([]);
  });

  it("is no file that anybody can call clean by a statement of their own", async () => {
    const world = await plant();
    const id = await heldIn(world);
    const loose = (await upload(world.by, SCRIPT)).id;
    const own = (await upload(agent.by, SCRIPT)).id;
    const messageId = await say(world.case, agent.row, "staff");
    const attach = sql`thread_id = ${world.case.id}::uuid, message_id = ${messageId}::uuid, attached_at = now()`;
    const manager = await staffMember(["account_manager"]);
    const abroad = await staffMember(["administrator"], ["insource"]);
    const statements = [
      [clientViewer(world.filer), sql`update files set scan = 'released' where id = ${id}`],
      [clientViewer(world.filer), sql`update files set scan = 'not_scanned' where id = ${loose}`],
      [agent.viewer, sql`update files set scan = 'clean' where id = ${id}`],
      [agent.viewer, sql`update files set scan = 'released', held_for = null where id = ${id}`],
      [agent.viewer, sql`update files set scan = 'released' where id = ${own}`],
      [agent.viewer, sql`update files set scan = 'released', ${attach} where id = ${own}`],
      [agent.viewer, sql`update files set scan = 'clean', ${attach} where id = ${own}`],
    ] as const;
    for (const [viewer, statement] of statements) {
      await expect(runAsViewer(viewer, "write", ({ db }) => db.execute(statement))).rejects.toThrow();
    }
    for (const { viewer } of [manager, abroad]) {
      const done = await runAsViewer(viewer, "write", ({ db }) =>
        db.execute(sql`update files set scan = 'released' where id = ${id}`),
      );
      expect(done.count).toBe(0);
    }
    for (const file of [id, loose, own]) expect(await rowOf(file)).toMatchObject({ scan: "held", heldFor: "script" });
  });

  it("is all that staff decide about: a file that waits for the scanner is none, whatever a policy would let through", async () => {
    const open = sql`create policy test_opens on files for all to portal_staff using (true) with check (true)`;
    const changes = (["pending", "not_scanned", "clean", "infected"] as const).flatMap((from) =>
      ["clean", "not_scanned", "infected", "released", "discarded", "held"]
        .filter((to) => to !== from)
        .map((to) => [from, to] as const),
    );
    const { filer } = await plant();
    await asSystem("test opens the second wall", (db) => db.execute(open));
    try {
      for (const [from, to] of changes) {
        const id = await fileRow({ uploaderId: filer.id, scan: from });
        const change = runAsViewer(agent.viewer, "write", ({ db }) =>
          db.execute(sql`update files set scan = ${to} where id = ${id}`),
        );
        await expect(change, `${from} to ${to}`).rejects.toMatchObject({
          cause: { code: "23514", constraint_name: "files_decided" },
        });
        expect(await rowOf(id)).toMatchObject({ scan: from });
      }
    } finally {
      await asSystem("test closes it", (db) => db.execute(sql`drop policy test_opens on files`));
    }
  });

  it("that is discarded loses bytes which could not be deleted then, a day later", async () => {
    const world = await plant();
    const id = await heldIn(world);
    await asSystem("test discards", (db) => db.update(files).set({ scan: "discarded" }).where(eq(files.id, id)));
    const kept = await heldIn(world, { name: "a.txt", content: "a" });
    expect(await fileStorage().has(id)).toBe(true);
    await cleanFiles(new Date(Date.now() + 48 * 60 * 60 * 1000));
    expect(await fileStorage().has(id)).toBe(false);
    expect(await fileStorage().has(kept)).toBe(true);
  });
});
