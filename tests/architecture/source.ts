import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Root of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

/** A source file with its path from the root, in forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All TypeScript sources below the folders, tests beside code left out. */
export function sources(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => {
        const absolute = path.join(entry.parentPath, entry.name);
        return {
          path: path.relative(ROOT, absolute).replaceAll(path.sep, "/"),
          text: readFileSync(absolute, "utf8"),
        };
      }),
  );
}

/** What a file imports from this project, as paths from the root without ending. Type-only imports are marked. */
export function importsOf(file: SourceFile): { target: string; typeOnly: boolean }[] {
  const found: { target: string; typeOnly: boolean }[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;
  for (const match of file.text.matchAll(pattern)) {
    const specifier = match[2] ?? match[3] ?? "";
    const typeOnly = Boolean(match[1]);
    if (specifier.startsWith("@/")) found.push({ target: specifier.slice(2), typeOnly });
    else if (specifier.startsWith(".")) {
      found.push({ target: path.posix.normalize(path.posix.join(path.posix.dirname(file.path), specifier)), typeOnly });
    }
  }
  return found;
}
