import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.resolve(import.meta.dirname, "../../..");

function filesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll(path.sep, "/")}`)
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
}

const textOf = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

/** Whose pages these are. `all`: pages without sign-in, and every route handler under /api/. */
export type Side = "all" | "client" | "staff";

interface Place {
  /** With `[name]` where a part is a parameter. */
  readonly path: string;
  readonly methods: readonly string[];
  readonly side: Side;
}

/** Addresses of every page and route handler of the tree, and their methods. */
export function addresses(): Place[] {
  return filesIn("app")
    .filter((file) => /\/(page\.tsx|route\.ts)$/.test(file))
    .map((file) => {
      const parts = file.split("/").slice(1, -1);
      const taken = [...textOf(file).matchAll(/^export const (GET|POST|PUT|PATCH|DELETE) /gm)].map(
        (match) => match[1] ?? "",
      );
      return {
        path: `/${parts.filter((part) => !part.startsWith("(")).join("/")}`,
        methods: file.endsWith("page.tsx") ? ["GET"] : taken,
        side: parts[0] === "(portal)" ? "client" : parts[0] === "staff" ? "staff" : "all",
      };
    });
}

/** Every name that some page or handler reads from its query: asked for by name, or one word of a list's address. */
export function parameters(): string[] {
  const found = [...filesIn("app"), ...filesIn("lib")].flatMap((file) => {
    const text = textOf(file);
    const asked = [...text.matchAll(/(?:firstParameter\(\w+,|searchParams\.(?:get|getAll|has)\()\s*"([^"]+)"/g)];
    const read = [...text.matchAll(/\b(?:query|raw|searchParams)\.([a-z]\w*)\b/g)];
    const words = [
      ...text.matchAll(
        /^\s+(\w+): (?:oneOf|choice|when|flag|search|dayOrNull|idOrNull|oneOfOrId|keyOrNull|nameOrNull)\b/gm,
      ),
    ];
    return [...asked, ...read, ...words].map((match) => match[1] ?? "");
  });
  return [...new Set(found)].sort();
}

interface Action {
  /** What the browser calls it by. */
  readonly id: string;
  readonly name: string;
  /** Names of the fields that its file's schema may know. */
  readonly page: string;
}

/** Every server action of the build, by the list that the framework itself dispatches from. */
export function actions(): Action[] {
  const manifest = JSON.parse(textOf(".next/server/server-reference-manifest.json")) as {
    node: Record<string, { workers: Record<string, unknown>; exportedName?: string }>;
  };
  return Object.entries(manifest.node).map(([id, { workers, exportedName }]) => {
    const page = Object.keys(workers)[0] ?? "app/page";
    const parts = page.split("/").slice(1, -1);
    return { id, name: exportedName ?? id, page: `/${parts.filter((part) => !part.startsWith("(")).join("/")}` };
  });
}

/** Every field that some form of ours has, by the schemas of the tree. */
export function fields(): string[] {
  const found = filesIn("lib")
    .filter((file) => /\/schema\.ts$/.test(file))
    .flatMap((file) =>
      [...textOf(file).matchAll(/^\s+(\w+): (?:z\.|line|longText|\w+(?:\(|,|\.))/gm)].map((match) => match[1] ?? ""),
    );
  return [...new Set(found)].sort();
}
