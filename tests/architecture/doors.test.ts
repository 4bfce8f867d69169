import { describe, expect, it } from "vitest";
import { sources } from "./source";

/* Every way in from outside is built by the one function that gates it. */

describe("server actions", () => {
  const files = sources("app", "components", "lib").filter((file) => /["']use server["']/.test(file.text));

  it("are all made by defineAction", () => {
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) => {
      if (!/^["']use server["']/.test(file.text))
        return [`${file.path} has an inline "use server": put the action into actions.ts`];
      return [...file.text.matchAll(/^export\s+(?!type|interface)(.*)$/gm)]
        .map((match) => match[1] ?? "")
        .filter((line) => !/^const \w+(: \w+)? = (asButton\($|(asButton\()?defineAction\b)/.test(line))
        .map((line) => `${file.path}: "export ${line}" is not built by defineAction`);
    });
    expect(wrong).toEqual([]);
  });

  it("have a name of their own each", () => {
    const names = files.flatMap((file) => [...file.text.matchAll(/name: "([^"]+)"/g)].map((match) => match[1]));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("route handlers", () => {
  const files = sources("app").filter((file) => /\/route\.ts$/.test(file.path));

  it("are all made by defineRoute", () => {
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) =>
      [
        ...file.text.matchAll(
          /^export\s+(?:const|async function|function)\s+(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b(.*)$/gm,
        ),
      ]
        .filter((match) => !/^ = defineRoute\b/.test(match[2] ?? ""))
        .map((match) => `${file.path}: ${match[1]} is not built by defineRoute`),
    );
    expect(wrong).toEqual([]);
  });

  it("ask nobody who they are in a short list of places, which prove for themselves who sends", () => {
    const open = files.filter((file) => /audience: "anyone"/.test(file.text)).map((file) => file.path);
    expect(open.sort()).toEqual([
      "app/api/health/route.ts",
      "app/api/resend/webhook/route.ts",
      "app/api/stripe/webhook/[brand]/route.ts",
    ]);
  });
});

describe("loading states", () => {
  it("have no loading.tsx above a page that can answer 404", () => {
    const found = sources("app").filter((file) => /\/loading\.tsx$/.test(file.path));
    expect(found.map((file) => `${file.path} turns notFound() into 200: use Suspense inside the page`)).toEqual([]);
  });
});
