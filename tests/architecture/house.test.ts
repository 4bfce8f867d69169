import { describe, expect, it } from "vitest";
import { filesIn, type SourceFile, source } from "./source";
import { type FunctionNode, isFunction, nameOf, type Syntax, syntaxOf, textOf } from "./syntax";

/* Where a file may be, what it may be called, and how long it may be. */

/** Rooms of the product that a client or a colleague could name; a domain is a folder in one of them. */
const WINGS = ["threads", "money", "people", "site", "mail"];
const LIB_ROOMS = [...WINGS, "kit", "gate", "live", "files", "pdf", "sync", "jobs"];
const COMPONENT_ROOMS = [...WINGS, "ui", "layout", "forms", "gate", "live"];
/** What tests/integration and tests/e2e have beside the rooms of the product. */
const TEST_ROOMS = [...LIB_ROOMS, "db", "scripts"];

/** Names of the files of a domain, the same in every domain. */
const WORDS = ["schema", "rules", "policy", "queries", "service", "actions", "mail", "tasks", "export", "types"];
/** Rooms in which each file has one idea and a plain name. */
const PLAIN = /^lib\/(kit|gate|mail|live|files|pdf|sync|jobs|money\/payments\/(stripe|settlement))\//;

const code = (path: string) => /\.tsx?$/.test(path);
/** A path without its endings: `lib/a/b-c` for `lib/a/b-c.property.test.ts`. */
const bare = (path: string) => path.replace(/(\.[a-z]+)*\.tsx?$/, "");
const wordOf = (path: string) => bare(path).split("/").at(-1) ?? "";
const lib = filesIn("lib").filter(code);

describe("the rooms of the house", () => {
  it("of lib are the listed ones, beside four files at its root", () => {
    const wrong = lib.filter((path) => {
      const [, room = "", ...rest] = path.split("/");
      return rest.length === 0 ? !["env", "errors", "log", "routes"].includes(wordOf(path)) : !LIB_ROOMS.includes(room);
    });
    expect(
      wrong.map(
        (path) => `${path} stands in no room: what knows no domain belongs to lib/kit, else to a wing's domain`,
      ),
    ).toEqual([]);
  });

  it("of components are the same wings as in lib", () => {
    const wrong = filesIn("components").filter((path) => {
      const [, room = "", ...rest] = path.split("/");
      return rest.length === 0 || !COMPONENT_ROOMS.includes(room);
    });
    expect(
      wrong.map(
        (path) => `${path} stands in no room: without a domain word it belongs to components/ui, else to a wing`,
      ),
    ).toEqual([]);
  });

  it("have files in domains only, none directly in a wing of lib", () => {
    const loose = [...lib, ...filesIn("components")].filter((path) =>
      /^[a-z]+\/(money|people|site)\/[^/]+$/.test(path),
    );
    expect(loose.map((path) => `${path} lies beside the domains: put it into the one that it is about`)).toEqual([]);
  });

  it("have their tests in the folder of the same name", () => {
    const wrong = filesIn("tests/integration", "tests/e2e").filter((path) => {
      const [, , room = "", ...rest] = path.split("/");
      // Tests in a browser that concern the whole portal belong to no room.
      return rest.length === 0 ? path.startsWith("tests/integration") : !TEST_ROOMS.includes(room);
    });
    expect(wrong.map((path) => `${path} stands in no room: put it where what it tests stands`)).toEqual([]);
  });

  it("keep what only the demo needs under scripts/demo", () => {
    const wrong = filesIn("db", "lib", "tests").filter((path) => /(^|\/)(demo|sandbox|sandboxes)\//.test(path));
    expect(wrong.map((path) => `${path} is the demo's: put it under scripts/demo`)).toEqual([]);
  });
});

describe("the words of a folder", () => {
  const domains = lib.filter((path) => /^lib\/[^/]+\//.test(path) && !PLAIN.test(path));

  it("are found in the code, or the tests below would pass on nothing", () => {
    expect(domains.length).toBeGreaterThan(100);
  });

  it("are closed in every domain", () => {
    const wrong = domains.filter((path) => path !== "lib/threads/kinds.ts" && !WORDS.includes(wordOf(path)));
    expect(
      wrong.map(
        (path) => `${path} is none of ${WORDS.join(", ")}: make it a folder of the domain with such a file in it`,
      ),
    ).toEqual([]);
  });

  it("have no prefixed neighbours, in rooms of plain names either", () => {
    const prefixed = new RegExp(`-(${WORDS.join("|")}|task)$`);
    const wrong = lib.filter((path) => path.endsWith(".ts") && prefixed.test(wordOf(path)));
    expect(
      wrong.map(
        (path) => `${path} is a neighbour by its prefix: make the prefix a folder, as requests/changes/rules.ts`,
      ),
    ).toEqual([]);
  });

  it("give no file the name of a folder beside it", () => {
    const folders = new Set(lib.map((path) => path.slice(0, path.lastIndexOf("/"))));
    const wrong = domains.filter((path) => folders.has(bare(path)));
    expect(wrong.map((path) => `${path} has a folder of its own name beside it: call one of them otherwise`)).toEqual(
      [],
    );
  });

  it("use no prefix for the staff side of components", () => {
    const wrong = filesIn("components").filter((path) => /\/staff-[^/]+\//.test(path));
    expect(wrong.map((path) => `${path}: the staff side of a domain is its folder staff/`)).toEqual([]);
  });
});

describe("the length", () => {
  const MOST_LINES = 300;
  const MOST_LINES_OF_A_FUNCTION = 80;
  const product = filesIn("app", "components", "lib", "db", "scripts")
    .filter((path) => /\.(tsx?|mjs|css)$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map(source);
  const code = product.filter(({ path }) => !path.endsWith(".css"));

  /** The reason for a long function: a comment `// Long because …` as its first line. */
  function reasonOf({ comments }: Syntax, { body }: FunctionNode): string | null {
    if (body?.type !== "BlockStatement") return null;
    const first = body.body[0]?.start ?? body.end;
    const within = comments.filter(({ start, end }) => start > body.start && end < first);
    return within.flatMap(({ value }) => /^ Long because (.{20,})/.exec(value)?.[1] ?? [])[0] ?? null;
  }

  function longFunctions(file: SourceFile): string[] {
    const syntax = syntaxOf(file);
    return syntax.nodes.filter(isFunction).flatMap((node) => {
      const lines = textOf(file, node).split("\n").length;
      if (lines <= MOST_LINES_OF_A_FUNCTION || reasonOf(syntax, node)) return [];
      const name = nameOf(syntax, node) ?? "a function without a name";
      return [`${file.path}: ${name} has ${lines} lines`];
    });
  }

  it("of a file of the product is at most 300 lines", () => {
    expect(product.length).toBeGreaterThan(600);
    const long = product.filter(({ text }) => text.split("\n").length - 1 > MOST_LINES);
    expect(long.map(({ path }) => `${path} has over ${MOST_LINES} lines: take it apart by idea`)).toEqual([]);
  });

  it("of a function is at most 80 lines, or a comment in it gives the reason", () => {
    expect(
      code.flatMap(longFunctions).map((found) => `${found}: take it apart, or begin it with "// Long because …"`),
    ).toEqual([]);
  });

  it("is checked in functions of every syntax, and a reason counts only as a whole sentence at their start", () => {
    const body = "  step();\n".repeat(MOST_LINES_OF_A_FUNCTION);
    const found = (text: string) => longFunctions({ path: "lib/made-up.ts", text });
    expect(found(`function long() {\n${body}}`)).toEqual(["lib/made-up.ts: long has 82 lines"]);
    expect(found(`const long = async () => {\n${body}};`)).toHaveLength(1);
    expect(found(`export const made = define({ run() {\n${body}} });`)).toHaveLength(1);
    expect(found(`function long() {\n  // Long because each step needs what those before it found.\n${body}}`)).toEqual(
      [],
    );
    expect(found(`function long() {\n  // Long because.\n${body}}`)).toHaveLength(1);
    expect(
      found(`// Long because each step needs what those before it found.\nfunction long() {\n${body}}`),
    ).toHaveLength(1);
    expect(
      found(`function long() {\n${body}  // Long because each step needs what those before it found.\n}`),
    ).toHaveLength(1);
  });
});

describe("the days of the demo", () => {
  it("are computed from the instant, not cut out of its text", () => {
    const cut = /\.split\(\s*", "\s*\)|\bwhen\w*\.(?:split|slice|substring|match|replace)\(/i;
    const wrong = filesIn("app", "components", "lib").filter((path) => code(path) && cut.test(source(path).text));
    expect(
      wrong.map((path) => `${path} cuts a date in words: take day and hour by instantWords of lib/kit/time`),
    ).toEqual([]);
  });
});
