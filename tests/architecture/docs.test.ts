import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, ROOT } from "./source";

/* Links and paths in documentation exist, and nothing in it refers to what readers of the repository do not have. */

const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");
const exists = (file: string) => existsSync(path.join(ROOT, file));

/** The repository's own folders in which a page may be, at any depth; without packages and without output of tools. */
const FOLDERS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name))
  .map((entry) => entry.name)
  .filter((name) => !["node_modules", "test-results", "playwright-report", "coverage"].includes(name));
const pages = [...readdirSync(ROOT), ...filesIn(...FOLDERS)].filter((file) => file.endsWith(".md"));
const sources = [...readdirSync(ROOT), ...filesIn("app", "components", "db", "drizzle", "lib", "scripts", "tests")]
  .filter((file) => /\.(tsx?|mjs|css|sql)$/.test(file))
  .map((file) => ({ path: file, text: read(file) }));

const withoutFences = (markdown: string) => markdown.replaceAll(/^```[\s\S]*?^```/gm, "");

/** Anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...withoutFences(read(page)).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}

/** Targets of a page's links within the repository. */
function linksOf(page: string): string[] {
  return [...withoutFences(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Paths of this repository that a page names as code. One with a placeholder such as `<wing>` is left out. */
function pathsOf(page: string): string[] {
  return [...withoutFences(read(page)).matchAll(/`([^`\n]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code) => /^(app|components|db|docs|drizzle|lib|public|scripts|tests)\/[^\s<>*{}…]*$/.test(code));
}

const commentsOf = (text: string) =>
  (text.match(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$|^--.*$/gm) ?? []).filter((part) => !part.startsWith("--> "));

describe("pages of documentation", () => {
  it("exist, or the tests below would pass on nothing", () => {
    expect(pages).toEqual(expect.arrayContaining(["README.md", "CONTRIBUTING.md", "docs/architecture.md"]));
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(20);
    expect(pages.flatMap(pathsOf).length).toBeGreaterThan(50);
  });

  it("link to pages and headings that exist", () => {
    const wrong = pages.flatMap((page) =>
      linksOf(page).flatMap((link) => {
        const [file = "", anchor] = link.split("#");
        const target = file === "" ? page : path.posix.normalize(path.posix.join(path.posix.dirname(page), file));
        if (!exists(target)) return [`${page} links to ${link}, which is not there: lead to where it stands now`];
        if (anchor === undefined || (target.endsWith(".md") && anchorsOf(target).includes(anchor))) return [];
        return [`${page} links to ${link}, but ${target} has no such heading: name one that it has`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("name files and folders that exist", () => {
    const wrong = pages.flatMap((page) =>
      pathsOf(page)
        .filter((file) => !exists(file))
        .map((file) => `${page} names ${file}, which is not there: name where it stands now, or say it without a path`),
    );
    expect(wrong).toEqual([]);
  });

  it("of decisions are numbered, and all are in the list of decisions", () => {
    const decisions = readdirSync(path.join(ROOT, "docs/decisions")).filter((file) => file !== "README.md");
    const listed = linksOf("docs/decisions/README.md");
    expect(
      decisions
        .filter((file) => !/^\d{4}-[a-z0-9-]+\.md$/.test(file) || !listed.includes(file))
        .map(
          (file) => `docs/decisions/${file} is not in the list: call it NNNN-title.md and add it to README.md there`,
        ),
    ).toEqual([]);
  });
});

describe("comments in sources", () => {
  it("name only pages that are in the repository", () => {
    const wrong = sources.flatMap(({ path: file, text }) =>
      [...text.matchAll(/(?<![\w/.*-])[\w-]+(?:[/.][\w-]+)*\.md\b/g)]
        .map(([name]) => name)
        .filter((name) => !exists(name) && file !== "tests/architecture/docs.test.ts")
        .map((name) => `${file} names ${name}, which nobody finds here: give the reason itself, or lead to docs/`),
    );
    expect(wrong).toEqual([]);
  });

  it("refer to nothing that a reader of the repository does not have", () => {
    const elsewhere =
      /\b(ARCHITECTURE|PRODUCT|DESIGN|PITFALLS|THREATS|PEERS)\b|§|\bissue #?\d|\bthe (client )?guides\b/;
    expect(sources.flatMap(({ text }) => commentsOf(text)).length).toBeGreaterThan(1000);
    const wrong = sources.flatMap(({ path: file, text }) =>
      commentsOf(text).flatMap((comment) => {
        const [found] = elsewhere.exec(comment) ?? [];
        return found ? [`${file} refers to ${found}: give the reason itself, or lead to docs/`] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
