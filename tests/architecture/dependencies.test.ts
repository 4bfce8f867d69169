import { describe, expect, it } from "vitest";
import { filesIn, importsOf, packagesOf, type SourceFile, source, sources } from "./source";

/*
 * `npm ci --omit=dev` must leave all that production runs, and nothing that only the demo, the tests and the build need.
 * What production runs is found from where it starts: the web server's files and the commands of package.json.
 */

/** The commands of package.json that production runs. */
const COMMANDS = ["start", "worker", "migrate", "import", "staff", "brand"] as const;
/** Files that `next start` loads besides app. */
const SERVER = ["proxy.ts", "instrumentation.ts", "instrumentation-node.ts", "next.config.ts"];
/** Files that the worker starts by their path, as processes of their own. */
const PROCESSES = ["lib/files/text/child.ts"];

const { scripts, dependencies, devDependencies } = JSON.parse(source("package.json").text) as Record<
  "scripts" | "dependencies" | "devDependencies",
  Record<string, string>
>;

const commands = COMMANDS.map((name) => {
  const [program = "", ...args] = scripts[name]?.split(" ") ?? [];
  return { program, files: args.filter((arg) => arg.endsWith(".ts")) };
});
const all = [...sources("app", "components", "lib", "db", "scripts"), ...SERVER.map(source)];
const production = reachedFrom([...filesIn("app"), ...SERVER, ...PROCESSES, ...commands.flatMap(({ files }) => files)]);
const development = [...all.filter((file) => !production.includes(file)), ...testsAndTools()];

/** The files and everything that they import, directly or through others. */
function reachedFrom(entries: readonly string[]): SourceFile[] {
  const byTarget = new Map(all.flatMap((file) => [[file.path, file] as const, [withoutEnding(file.path), file]]));
  const reached = new Set<SourceFile>();
  const waiting = entries.map(withoutEnding);
  for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
    const file = byTarget.get(target) ?? byTarget.get(`${target}/index`);
    if (!file || reached.has(file)) continue;
    reached.add(file);
    waiting.push(...importsOf(file).flatMap((found) => (found.typeOnly ? [] : [found.target])));
  }
  return [...reached];
}

function withoutEnding(path: string): string {
  return path.replace(/\.tsx?$/, "");
}

function testsAndTools(): SourceFile[] {
  const tests = filesIn("app", "components", "lib", "db", "scripts", "tests");
  const tools = ["drizzle.config.ts", "playwright.config.ts", "vitest.config.ts"];
  return [...tests.filter((path) => /^tests\/.*\.tsx?$|\.test\.tsx?$|\.mjs$/.test(path)), ...tools].map(source);
}

describe("the packages of package.json", () => {
  it("are found in the code, or the tests below would pass on nothing", () => {
    expect(production.length).toBeGreaterThan(500);
    expect(development.length).toBeGreaterThan(200);
    expect(commands.flatMap(({ files }) => files)).toHaveLength(COMMANDS.length - 1);
    const packages = new Set([...production, ...development].flatMap(packagesOf));
    // One that is imported, one run by its own command, and one read by its path.
    expect(["next", "graphile-worker", "@expo-google-fonts/inter"].filter((name) => !packages.has(name))).toEqual([]);
  });

  it("include as dependencies all that production imports and runs", () => {
    const missing = production.flatMap((file) =>
      packagesOf(file)
        .filter((name) => !(name in dependencies))
        .map((name) =>
          name in devDependencies
            ? `${file.path} runs in production and imports ${name}, a devDependency: move it to dependencies`
            : `${file.path} imports ${name}, which package.json does not name: add it to dependencies`,
        ),
    );
    const programs = commands
      .filter(({ program }) => !(program in dependencies))
      .map(({ program }) => `A command of production runs ${program}: it belongs in dependencies`);
    expect([...missing, ...programs]).toEqual([]);
  });

  it("include as dependencies nothing that only the demo, the tests or the build need", () => {
    const used = new Set([...production.flatMap(packagesOf), ...commands.map(({ program }) => program)]);
    const wrong = Object.keys(dependencies)
      .filter((name) => !used.has(name))
      .map((name) => {
        const user = development.find((file) => packagesOf(file).includes(name));
        return user
          ? `${name} is in dependencies, but only code outside production imports it (${user.path}): move it to devDependencies`
          : `${name} is in dependencies, but no code imports it: remove it, or move it to devDependencies if the build needs it`;
      });
    expect(wrong).toEqual([]);
  });

  it("are pinned to one version each", () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version));
    expect(loose.map(([name, version]) => `${name} is ${version}: name one version`)).toEqual([]);
  });
});
