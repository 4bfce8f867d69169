import { describe, expect, it } from "vitest";
import { importsOf, type SourceFile, sources } from "./source";

/** Folders of lib that keep state or glue the framework: a domain may import them, they import no domain. */
const PLATFORM = ["actions", "audit", "auth", "brand", "jobs", "mail", "pdf", "stripe", "sync"];
/** Of a domain only these import the database. */
const DATABASE_FILES = /^([a-z]+-)?(policy|queries|service|mail)\.ts$/;
/** What code that runs in a browser may take from lib and db. */
const BROWSER_SAFE =
  /^(db\/schema\/constants|db\/schema\/brand-content|lib\/(money|time|routes|errors)|lib\/actions\/result|lib\/brand\/types|lib\/[a-z-]+\/(schema|rules|types|password-rules|actions))$/;

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

/** Sentences about each import that points the wrong way, with what to do instead. */
function complaints(check: (file: SourceFile, target: string, typeOnly: boolean) => string | null): string[] {
  return all.flatMap((file) =>
    importsOf(file).flatMap(({ target, typeOnly }) => {
      const sentence = check(file, target, typeOnly);
      return sentence ? [`${file.path} imports ${target}: ${sentence}`] : [];
    }),
  );
}

describe("imports", () => {
  it("reads a real tree", () => {
    expect(all.length).toBeGreaterThan(50);
    expect(all.flatMap(importsOf).length).toBeGreaterThan(100);
  });

  it("flow app -> components -> lib -> db and never back", () => {
    expect(
      complaints((file, target) => {
        const from = layer(file.path);
        const allowed = ALLOWED[from];
        // Seeds of the demo go through the importer and the password rules, as an operator would.
        if (!allowed || file.path.startsWith("scripts/demo/")) return null;
        const to = layer(target);
        if (BROWSER_SAFE.test(target)) return null;
        // Mail templates are components; the one file that renders them is the only way down to them.
        if (file.path === "lib/mail/templates/render.ts" && target.startsWith("components/emails/")) return null;
        return to === "other" || allowed.includes(to)
          ? null
          : `${from} must not import ${to}; move what is shared down`;
      }),
    ).toEqual([]);
  });

  it("let components take only types and constants from db", () => {
    expect(
      complaints((file, target, typeOnly) =>
        layer(file.path) === "components" && layer(target) === "db" && !typeOnly && !BROWSER_SAFE.test(target)
          ? "pass a DTO from the page instead"
          : null,
      ),
    ).toEqual([]);
  });

  it("keep the database in policy, queries, service, mail and the platform", () => {
    expect(
      complaints((file, target, typeOnly) => {
        const [top, domain, name] = file.path.split("/");
        if (top !== "lib" || !name || !domain || PLATFORM.includes(domain) || typeOnly) return null;
        if (layer(target) !== "db" || BROWSER_SAFE.test(target) || DATABASE_FILES.test(name)) return null;
        return "put the query into queries.ts or the write into service.ts";
      }),
    ).toEqual([]);
  });

  it("make no circle between domains", () => {
    const edges = new Map<string, Set<string>>();
    for (const file of all) {
      const [top, domain, rest] = file.path.split("/");
      if (top !== "lib" || !domain || !rest) continue;
      for (const { target, typeOnly } of importsOf(file)) {
        const [toTop, toDomain, toRest] = target.split("/");
        if (typeOnly || toTop !== "lib" || !toDomain || !toRest || toDomain === domain) continue;
        edges.set(domain, (edges.get(domain) ?? new Set()).add(toDomain));
      }
    }
    const circles: string[] = [];
    const walk = (path: string[]): void => {
      for (const next of edges.get(path.at(-1) ?? "") ?? []) {
        if (next === path[0]) circles.push([...path, next].join(" -> "));
        else if (!path.includes(next)) walk([...path, next]);
      }
    };
    for (const domain of edges.keys()) if (!PLATFORM.includes(domain)) walk([domain]);
    expect(circles).toEqual([]);
  });

  it("give browser code schemas, rules, action results and types only", () => {
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

  it("take links from components/ui/link, which prefetches nothing", () => {
    const users = all.filter((file) => /["']next\/link["']/.test(file.text)).map((file) => file.path);
    expect(users).toEqual(["components/ui/link.tsx"]);
  });

  it("use neither barrels nor server-only", () => {
    const barrels = all.filter((file) => /\/index\.tsx?$/.test(file.path) && file.path !== "db/schema/index.ts");
    expect(barrels.map((file) => file.path)).toEqual([]);
    expect(all.filter((file) => /["']server-only["']/.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

describe("the database's owner", () => {
  it("is asked for in a short list of places", () => {
    const users = all
      .filter((file) => /import [^;]*\basSystem\b/.test(file.text) && !file.path.startsWith("db/"))
      .map((file) => file.path);
    const allowed =
      /^(lib\/(auth|brand|jobs|mail|stripe|sync|connect|live)\/|lib\/files\/(clean|scan)-service\.ts|scripts\/)/;
    expect(users.filter((path) => !allowed.test(path))).toEqual([]);
    expect(users.length).toBeGreaterThan(0);
  });

  it("is never reached around asViewer and asSystem", () => {
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
