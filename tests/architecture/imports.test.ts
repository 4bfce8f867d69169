import { describe, expect, it } from "vitest";
import { complaints, importsOf, source, sources } from "./source";

/** Rooms of lib that keep state or adapt the framework: any file in them may use the database. */
const PLATFORM = /^lib\/(gate|jobs|sync|pdf|mail(?!\/log\/|\/notices\/)|money\/payments\/stripe)\//;
/**
 * Elsewhere only these files import the database: domain files for reads and writes, and a few in rooms of plain names.
 */
const DATABASE_FILES =
  /\/(policy|queries|service|mail|tasks)\.ts$|^lib\/files\/(clean|scan|tickets|upload)\.ts$|^lib\/money\/payments\/settlement\/(ledger|settle)\.ts$/;
/** Files of lib and db that code in a browser may import. */
const BROWSER_SAFE =
  /^(db\/schema\/([a-z]+-)?constants|db\/schema\/brand-content|lib\/(routes|errors)|lib\/kit\/(money|time|wall-time)|lib\/gate\/actions\/result|lib\/gate\/brand\/(types|sign|allowed-link)|lib\/gate\/auth\/new-password|lib\/threads\/kinds|lib\/([a-z-]+\/)+(schema|rules|types|actions))$/;

const all = sources("app", "components", "lib", "db", "scripts");

function layer(path: string): "db" | "lib" | "components" | "app" | "scripts" | "other" {
  const [top] = path.split("/");
  return top === "db" || top === "lib" || top === "components" || top === "app" || top === "scripts" ? top : "other";
}

const ALLOWED: Record<string, readonly string[]> = {
  db: ["db"],
  lib: ["lib", "db"],
  components: ["components", "lib", "db"],
  app: ["app", "components", "lib"],
};

describe("what may import what", () => {
  it("is checked on files that exist, or the tests below would pass on nothing", () => {
    expect(all.length).toBeGreaterThan(50);
    expect(all.flatMap(importsOf).length).toBeGreaterThan(100);
  });

  it("follows app -> components -> lib -> db and never back", () => {
    expect(
      complaints(all, (file, target) => {
        const from = layer(file.path);
        const allowed = ALLOWED[from];
        if (!allowed) return null;
        const to = layer(target);
        if (from === "app" && BROWSER_SAFE.test(target)) return null;
        return to === "other" || allowed.includes(to)
          ? null
          : `${from} must not import ${to}; move what is shared down`;
      }),
    ).toEqual([]);
  });

  it("lets components import only types and constants from db", () => {
    expect(
      complaints(all, (file, target, typeOnly) =>
        layer(file.path) === "components" && layer(target) === "db" && !typeOnly && !BROWSER_SAFE.test(target)
          ? "pass a DTO from the page instead"
          : null,
      ),
    ).toEqual([]);
  });

  it("keeps the database in policy, queries, service, mail, tasks and rooms with state", () => {
    expect(
      complaints(all, (file, target, typeOnly) => {
        if (layer(file.path) !== "lib" || PLATFORM.test(file.path) || typeOnly) return null;
        if (layer(target) !== "db" || BROWSER_SAFE.test(target) || DATABASE_FILES.test(file.path)) return null;
        return "put the query into queries.ts or the write into service.ts";
      }),
    ).toEqual([]);
  });

  it("keeps rules, schemas and types usable in a browser", () => {
    expect(
      complaints(all, (file, target, typeOnly) => {
        if (
          !/^lib\/.*\/(rules|schema|types)\.ts$|^lib\/threads\/kinds\.ts$/.test(file.path) ||
          typeOnly ||
          BROWSER_SAFE.test(target)
        )
          return null;
        if (/^lib\/(kit\/(?!lists\/page$)|mail\/kinds$|gate\/brand\/quotation$)/.test(target)) return null;
        return "what a browser may take asks neither the database nor the environment: take it as an argument";
      }),
    ).toEqual([]);
  });

  it("lets browser code import schemas, rules, action results and types only", () => {
    const browser = all.filter((file) => /^["']use client["']/.test(file.text));
    expect(browser.length).toBeGreaterThan(0);
    const wrong = browser.flatMap((file) =>
      importsOf(file)
        .filter(
          ({ target, typeOnly }) => !typeOnly && ["lib", "db"].includes(layer(target)) && !BROWSER_SAFE.test(target),
        )
        .map(({ target }) => `${file.path} imports ${target}: browser code takes schema, rules, results and types`),
    );
    expect(wrong).toEqual([]);
  });

  it("takes links from components/ui/link, never from Next, whose links are components of the browser each", () => {
    const users = all.filter((file) => /["']next\/link["']/.test(file.text)).map((file) => file.path);
    expect(users).toEqual([]);
  });

  it("uses neither barrels nor server-only", () => {
    const barrels = all.filter((file) => /\/index\.tsx?$/.test(file.path) && file.path !== "db/schema/index.ts");
    expect(barrels.map((file) => file.path)).toEqual([]);
    expect(all.filter((file) => /["']server-only["']/.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

describe("the role of the database's owner", () => {
  it("is taken by nothing that the web process runs", () => {
    const byPath = new Map(all.map((file) => [file.path.replace(/\.tsx?$/, ""), file]));
    const doors = [...all, ...["proxy.ts", "instrumentation.ts", "instrumentation-node.ts"].map(source)].filter(
      ({ path }) => !/^(lib|db|scripts)\//.test(path),
    );
    const reached = new Set(doors);
    for (const file of reached) {
      for (const { target, typeOnly } of importsOf(file)) {
        const next = byPath.get(target);
        if (next && !typeOnly) reached.add(next);
      }
    }
    expect(reached.size).toBeGreaterThan(300);
    const users = [...reached].filter((file) => /\basSystem\(/.test(file.text) && file.path !== "db/viewer.ts");
    expect(users.map(({ path }) => `${path} runs in the web process: it takes asGate, or runAsViewer`)).toEqual([]);
  });

  it("is used in a short list of places only", () => {
    const users = all
      .filter((file) => /import [^;]*\bas(System|Gate)\b/.test(file.text) && !file.path.startsWith("db/"))
      .map((file) => file.path);
    const allowed =
      /^(lib\/gate\/(auth\/|sign-in\/|brand\/|csp-reports\/record\.ts|limits\.ts|providers\.ts|health\.ts)|lib\/(jobs|sync|live|people\/connect|money\/payments\/stripe)\/|lib\/mail\/(?!log\/|notices\/)|lib\/files\/(clean|scan|tickets)\.ts|lib\/threads\/(alarms|chats|promises|staff\/snoozes)\/tasks\.ts|lib\/(people\/(colleagues|merges)|site\/(library|versions|home-page|reminders(\/invoices)?))\/tasks\.ts|lib\/site\/faq\/(queries|service|tasks)\.ts|scripts\/)/;
    expect(users.filter((path) => !allowed.test(path))).toEqual([]);
    expect(users.length).toBeGreaterThan(0);
  });

  it("is never taken other than by asSystem", () => {
    const users = all.filter((file) => /from "(@\/db\/client|\.\.?\/client)"/.test(file.text)).map((file) => file.path);
    const allowed = ["db/viewer.ts", "db/migrate.ts", "lib/gate/health.ts"];
    const typeOnly = (path: string) =>
      all.some((file) => file.path === path && /import type [^;]*from "(@\/db\/client|\.\.?\/client)"/.test(file.text));
    expect(
      users.filter(
        (path) =>
          !allowed.includes(path) && !path.startsWith("scripts/") && !typeOnly(path) && !/^(lib\/jobs\/)/.test(path),
      ),
    ).toEqual([]);
  });
});
