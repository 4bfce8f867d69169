import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";

/** Root of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/** A source file with its path from the root, in forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Paths of all files below the folders, from the root, in forward slashes. */
export function filesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/")),
  );
}

/** All TypeScript sources below the folders, tests beside code left out. */
export function sources(...folders: string[]): SourceFile[] {
  return filesIn(...folders)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map(source);
}

/** The file at a path from the root. */
export function source(file: string): SourceFile {
  return { path: file, text: readFileSync(path.join(ROOT, file), "utf8") };
}

/** Specifiers in a file's imports as written. Type-only imports are marked. */
function specifiersOf(file: SourceFile): { specifier: string; typeOnly: boolean }[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;
  return [...file.text.matchAll(pattern)].map((match) => ({
    specifier: match[2] ?? match[3] ?? "",
    typeOnly: Boolean(match[1]),
  }));
}

/** The file that a specifier refers to: a path from the root without ending, or null for a package. */
export function targetOf(file: SourceFile, specifier: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (!specifier.startsWith(".")) return null;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file.path), specifier));
}

/** What a file imports from this project, as paths from the root without ending. Type-only imports are marked. */
export function importsOf(file: SourceFile): { target: string; typeOnly: boolean }[] {
  return specifiersOf(file).flatMap(({ specifier, typeOnly }) => {
    const target = targetOf(file, specifier);
    return target === null ? [] : [{ target, typeOnly }];
  });
}

/** Packages that a file needs at run time: imported (without types), resolved, or read below node_modules. */
export function packagesOf(file: SourceFile): string[] {
  const imported = specifiersOf(file).flatMap(({ specifier, typeOnly }) => (typeOnly ? [] : [specifier]));
  const resolved = [...file.text.matchAll(/\brequire(?:\.resolve)?\(\s*["']([^"']+)["']\s*\)/g)].map(
    (match) => match[1] ?? "",
  );
  const read = [...file.text.matchAll(/["']node_modules["'],\s*((?:["'][^"']+["'],?\s*)+)\)/g)].map((match) =>
    (match[1] ?? "").replace(/["'\s]/g, "").replaceAll(",", "/"),
  );
  const names = [...imported, ...resolved, ...read].flatMap((specifier) => {
    if (/^(\.|\/|@\/)/.test(specifier) || isBuiltin(specifier)) return [];
    return /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  });
  return [...new Set(names)];
}

/** One message for each import that a check finds wrong, with what to do instead. */
export function complaints(
  files: readonly SourceFile[],
  check: (file: SourceFile, target: string, typeOnly: boolean) => string | null,
): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap(({ target, typeOnly }) => {
      const sentence = check(file, target, typeOnly);
      return sentence ? [`${file.path} imports ${target}: ${sentence}`] : [];
    }),
  );
}

/** The circles of a graph, each once, as `a -> b -> a`; where several pass one place, the shortest. */
export function circlesOf(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const circles = new Map<string, string>();
  for (const start of edges.keys()) {
    const cameFrom = new Map<string, string | null>([[start, null]]);
    const queue = [start];
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      if (edges.get(at)?.has(start)) {
        const way: string[] = [];
        for (let step: string | null = at; step !== null; step = cameFrom.get(step) ?? null) way.unshift(step);
        const key = way.toSorted().join(" ");
        if (!circles.has(key)) circles.set(key, [...way, start].join(" -> "));
        break;
      }
      for (const next of edges.get(at) ?? []) {
        if (cameFrom.has(next)) continue;
        cameFrom.set(next, at);
        queue.push(next);
      }
    }
  }
  return [...circles.values()];
}
