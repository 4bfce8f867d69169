import { describe, expect, it } from "vitest";
import { circlesOf, complaints, importsOf, type SourceFile, sources } from "./source";

/* Which rooms of lib may import which. */

/**
 * The floors of lib, the lowest first. A file imports from its own floor and those below; where two places match a
 * path, the longer one counts. Mail's own rooms are above the threads: templates use words of cases and payments, and a
 * notice may be read by those who see its thread.
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

/** The floor of a path of lib, and the place in the list that matched. */
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
 * The domain of a file of lib or components: a folder in a wing with everything in it. In payments and threads, which
 * are large, each room in FLOORS counts alone. Elsewhere the folder, or in lib/gate the file.
 */
function domainOf(path: string): string {
  const named =
    /^lib\/(money\/payments\/(checkout|stripe|settlement)|threads\/(alarms|cases|requests|chats)|gate\/[a-z-]+|mail\/(templates|inbound|log|notices)|(people|money|site)\/[a-z-]+|[a-z-]+)/.exec(
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

/** For each group of files, as `name` assigns them, the groups that it imports; types count. */
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

  it("keeps database and domains out of kit", () => {
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

  it("keeps domains out of components/ui", () => {
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

  it("do not exist between files, types included", () => {
    const circles = circlesOf(graph(all, (path) => path));
    expect(circles.map((circle) => circle + advice)).toEqual([]);
  });

  it("do not exist between domains of lib, types included", () => {
    const files = lib.filter((file) => file.path.split("/").length > 2);
    const circles = circlesOf(graph(files, domainOf));
    expect(circles.map((circle) => circle + advice)).toEqual([]);
  });

  it("do not exist between folders of components, types included", () => {
    const files = all.filter((file) => file.path.startsWith("components/"));
    const circles = circlesOf(graph(files, domainOf));
    expect(circles.map((circle) => circle + advice)).toEqual([]);
  });

  it("are found in a graph that has some", () => {
    const edges = new Map(
      Object.entries({ a: ["b"], b: ["c"], c: ["a", "d"], d: ["c"], e: ["a"] }).map(([from, to]) => [
        from,
        new Set(to),
      ]),
    );
    expect(circlesOf(edges)).toEqual(["a -> b -> c -> a", "c -> d -> c"]);
  });
});
