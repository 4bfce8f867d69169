import { describe, expect, it } from "vitest";
import { circlesOf, complaints, importsOf, type SourceFile, sources } from "./source";

/* Who may know whom within lib. */

/**
 * The floors of lib, the lowest first. A file takes from its own floor and those below; of two places that name it, the
 * longer one is meant. Mail's own rooms stand above the threads: templates say the words of cases and payments, and who
 * may read a notice is judged by whether they see its thread.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["lib/env", "lib/errors", "lib/log", "lib/routes", "lib/kit/"],
  ["lib/gate/"],
  ["lib/mail/", "lib/files/", "lib/live/", "lib/pdf/"],
  ["lib/gate/auth/", "lib/gate/actions/", "lib/gate/sign-in/"],
  ["lib/people/"],
  ["lib/money/"],
  ["lib/threads/"],
  ["lib/site/", "lib/mail/templates/", "lib/mail/log/", "lib/mail/notices/"],
  ["lib/jobs/", "lib/sync/"],
];

/** Which floor a path of lib is on, and by which place. */
function standing(path: string): { floor: number; place: string } {
  let found = { floor: -1, place: "" };
  FLOORS.forEach((places, floor) => {
    for (const place of places) {
      if (path.startsWith(place) && place.length > found.place.length) found = { floor, place };
    }
  });
  return found;
}

/**
 * The domain that a file of lib or components is of: the folder of a wing with all that is in it; of payments and threads,
 * which are large, the rooms that have a name of their own. Elsewhere the folder, or the file that lies at the gate.
 */
function domainOf(path: string): string {
  const named =
    /^lib\/(money\/payments\/(checkout|stripe|settlement)|threads\/(cases|requests|chats)|gate\/[a-z-]+|mail\/(templates|inbound|log|notices)|(people|money|site)\/[a-z-]+|[a-z-]+)/.exec(
      path,
    );
  if (named) return named[0];
  return path.slice(0, path.lastIndexOf("/"));
}

const all = sources("app", "components", "lib", "db", "scripts");
const lib = all.filter((file) => file.path.startsWith("lib/"));
const byTarget = new Map(
  all.flatMap((file) => [
    [file.path, file.path],
    [file.path.replace(/\.tsx?$/, ""), file.path],
    [file.path.replace(/\/index\.tsx?$/, ""), file.path],
  ]),
);

/** What of the files imports what, after both were named by `name`; types count. */
function graph(files: readonly SourceFile[], name: (path: string) => string): Map<string, Set<string>> {
  const paths = new Set(files.map((file) => file.path));
  const edges = new Map<string, Set<string>>();
  for (const file of files) {
    for (const { target } of importsOf(file)) {
      const path = byTarget.get(target);
      if (path === undefined || !paths.has(path) || name(path) === name(file.path)) continue;
      edges.set(name(file.path), (edges.get(name(file.path)) ?? new Set()).add(name(path)));
    }
  }
  return edges;
}

describe("the direction of imports", () => {
  it("knows the floor of every file of lib", () => {
    expect(lib.length).toBeGreaterThan(300);
    const homeless = lib.filter((file) => standing(file.path).floor < 0);
    expect(homeless.map((file) => `${file.path} is on no floor: say in FLOORS whom it may know`)).toEqual([]);
  });

  it("is downward within lib, from every file and for types too", () => {
    expect(
      complaints(lib, (file, target) => {
        if (!target.startsWith("lib/")) return null;
        const [own, other] = [standing(file.path), standing(target)];
        return other.floor <= own.floor
          ? null
          : `${own.place} is below ${other.place}; move what both need down, let a page in app compose the two, or let lib/jobs hand it over`;
      }),
    ).toEqual([]);
  });

  it("leaves kit without database and domain", () => {
    expect(
      complaints(lib, (file, target) =>
        file.path.startsWith("lib/kit/") &&
        !standing(target).place.startsWith("lib/kit/") &&
        !/^lib\/(errors|log)$/.test(target)
          ? "kit knows nothing of the portal; take what it needs as an argument"
          : null,
      ),
    ).toEqual([]);
  });

  it("leaves components/ui without a domain", () => {
    expect(
      complaints(all, (file, target) =>
        file.path.startsWith("components/ui/") && !/^(components\/ui\/|lib\/kit\/|lib\/routes$)/.test(target)
          ? "what knows a domain stands in the wing's own folder"
          : null,
      ),
    ).toEqual([]);
  });
});

describe("circles of imports", () => {
  const advice = "; move what both need into a third, or to the one that is lower";

  it("are none between files, types included", () => {
    const circles = circlesOf(graph(all, (path) => path));
    expect(circles.map((circle) => circle + advice)).toEqual([]);
  });

  it("are none between domains of lib, types included", () => {
    const files = lib.filter((file) => file.path.split("/").length > 2);
    const circles = circlesOf(graph(files, domainOf));
    expect(circles.map((circle) => circle + advice)).toEqual([]);
  });

  it("are none between folders of components, types included", () => {
    const files = all.filter((file) => file.path.startsWith("components/"));
    const circles = circlesOf(graph(files, domainOf));
    expect(circles.map((circle) => circle + advice)).toEqual([]);
  });

  it("are seen where there are some", () => {
    const edges = new Map(
      Object.entries({ a: ["b"], b: ["c"], c: ["a", "d"], d: ["c"], e: ["a"] }).map(([from, to]) => [
        from,
        new Set(to),
      ]),
    );
    expect(circlesOf(edges)).toEqual(["a -> b -> c -> a", "c -> d -> c"]);
  });
});
