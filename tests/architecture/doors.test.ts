import { describe, expect, it } from "vitest";
import { source, sources } from "./source";

/* Every entry point for requests is built by the one function that checks them. */

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

  it("have a name that no other action has", () => {
    const names = files.flatMap((file) => [...file.text.matchAll(/name: "([^"]+)"/g)].map((match) => match[1]));
    expect(new Set(names).size).toBe(names.length);
  });

  const actions = files.flatMap((file) => {
    const parts = file.text.split("defineAction({").slice(1);
    return parts.map((part) => ({
      name: /name: "([^"]+)"/.exec(part)?.[1] ?? "",
      audience: /audience: "([^"]+)"/.exec(part)?.[1],
      limit: /limit: "([^"]+)"/.exec(part)?.[1],
      // Audience and limit come from the spread definition; types require a limit there.
      isMade: /^\s*name: "[^"]+",\s*\.\.\.\w/.test(part),
    }));
  });

  it("made from a shared definition for threads are for signed-in people, and limited by account", () => {
    expect(actions.filter(({ isMade }) => isMade).length).toBeGreaterThan(20);
    for (const path of ["lib/threads/actions.ts", "lib/threads/staff/actions.ts"]) {
      const said = (word: string) =>
        [...source(path).text.matchAll(new RegExp(`\\b${word}: "([^"]+)"`, "g"))].map((match) => match[1] ?? "");
      expect(said("limit").length, path).toBeGreaterThan(0);
      expect(said("limit").filter((limit) => !limit.endsWith("ByAccount"))).toEqual([]);
      expect(said("audience").filter((audience) => !["client", "staff"].includes(audience))).toEqual([]);
    }
  });

  it("each have a rate limit, by account where the audience is signed in", () => {
    expect(actions.length).toBeGreaterThan(50);
    const wrong = actions
      .filter(({ isMade }) => !isMade)
      .filter(({ audience, limit }) => (audience === "public" ? limit !== "inside" : !limit?.endsWith("ByAccount")))
      .map(({ name }) => `${name} has no limit: name one of lib/gate/limits.ts`);
    expect(wrong).toEqual([]);
  });

  /** Rate limits of the actions that do not need a session, and the file that applies them. */
  const OPEN: Readonly<Record<string, readonly [file: string, ...limits: string[]]>> = {
    "auth.login": ["lib/gate/auth/sign-in.ts", "signIn", "signInByDevice", "signInByAddress"],
    "auth.request-reset": ["lib/gate/auth/reset.ts", "resetRequestByAddress"],
    "auth.confirm-address": ["lib/gate/auth/new-address.ts", "unknownTokenByAddress"],
    "auth.set-password": ["lib/gate/auth/reset.ts", "unknownTokenByAddress"],
    "connect.confirm": ["lib/people/connect/service.ts", "unknownTokenByAddress"],
    "connect.submit": ["lib/people/connect/service.ts", "connectByAddress", "connectByMailbox", "connectByBrand"],
    "faq.vote": ["lib/site/faq/service.ts", "faqVoteByAddress", "faqVoteByBrand"],
    // No limit: without a token that we signed nothing is read, and with one it changes one choice of one person.
    "mail.unsubscribe": ["lib/mail/notices/unsubscribe/actions.ts"],
    // No limit: it only ends the session of its own cookie, so without one nothing changes, and with one it works once.
    "auth.log-out": ["lib/gate/sign-in/actions.ts"],
    // No limit: it reads and writes nothing but a cookie of the browser that asks.
    "appearance.choose": ["lib/site/appearance/actions.ts"],
  };

  it("that need no session apply limits of their own", () => {
    const open = actions.filter(({ audience }) => audience === "public").map(({ name }) => name);
    expect(open.sort()).toEqual(Object.keys(OPEN).sort());
    const missing = Object.entries(OPEN).flatMap(([name, [path, ...limits]]) =>
      limits.filter((limit) => !source(path).text.includes(`"${limit}"`)).map((limit) => `${name} forgets ${limit}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("the audit log", () => {
  it("gets the actor from the context, and from the caller only where no viewer acts", () => {
    const callers = sources("app", "components", "lib", "scripts").filter((file) => /\bauditAs\(/.test(file.text));
    expect(callers.map((file) => file.path).sort()).toEqual([
      "lib/gate/audit/record.ts",
      "lib/gate/auth/add-staff.ts",
      "lib/gate/auth/change-password.ts",
      "lib/gate/auth/client-view.ts",
      "lib/gate/auth/failures.ts",
      "lib/gate/auth/new-address.ts",
      "lib/gate/auth/own-sessions.ts",
      "lib/gate/auth/reset.ts",
      "lib/gate/auth/sign-in.ts",
      "lib/jobs/later-holidays.ts",
      "lib/money/payments/settlement/settle.ts",
      "lib/people/connect/service.ts",
      "lib/site/library/tasks.ts",
      "lib/site/versions/tasks.ts",
      "lib/sync/files/contact-access.ts",
      "lib/threads/alarms/tasks.ts",
      "lib/threads/staff/snoozes/tasks.ts",
    ]);
  });

  it("and all reads of a person's own rows get the account from one function", () => {
    const handMade = /viewer\.contactId : viewer\.staffId|kind: "(contact|staff)", id: (context\.)?viewer\./;
    const wrong = sources("app", "components", "lib").filter((file) => handMade.test(file.text));
    expect(wrong.map((file) => file.path)).toEqual(["lib/gate/viewers.ts"]);
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

  it("need no session in a short list of places only, which authenticate the sender themselves", () => {
    const open = files.filter((file) => /audience: "anyone"/.test(file.text)).map((file) => file.path);
    expect(open.sort()).toEqual([
      "app/api/files/once/[secret]/route.ts",
      "app/api/health/route.ts",
      "app/api/health/worker/route.ts",
      "app/api/resend/webhook/route.ts",
      "app/api/stripe/webhook/[brand]/route.ts",
      "app/api/unsubscribe/[token]/route.ts",
    ]);
  });

  it("show a brand's public facts, or take what anybody may send, in five places only", () => {
    const open = files.filter((file) => /audience: "public"/.test(file.text)).map((file) => file.path);
    expect(open.sort()).toEqual([
      "app/api/build/route.ts",
      "app/api/csp-reports/route.ts",
      "app/api/home-pictures/[id]/route.ts",
      "app/api/hours/route.ts",
      "app/api/site/[file]/route.ts",
    ]);
  });
});

describe("the content policy", () => {
  it("lets style attributes stand in these components only: a new one makes 'unsafe-inline' harder to drop", () => {
    const users = sources("app", "components").filter((file) => /\sstyle=\{/.test(file.text));
    expect(users.map((file) => file.path).sort()).toEqual([
      "app/layout.tsx",
      "components/money/statements/ageing-table.tsx",
      "components/site/home-page/staff/live-preview.tsx",
    ]);
    const sheets = sources("app", "components").filter((file) => /<style/.test(file.text));
    expect(sheets.map((file) => file.path)).toEqual([]);
  });
});

describe("reloads of a page's data", () => {
  it("are asked for by reload() where no person asked: Next's own loads the document when the answer is not good", () => {
    const own = sources("app", "components").filter((file) => /\.refresh\(\)/.test(file.text));
    expect(own.map((file) => file.path).sort()).toEqual([
      "components/layout/navigation.tsx",
      "components/live/live-provider.tsx",
      "components/ui/refresh.tsx",
      "components/ui/reloader.tsx",
    ]);
  });
});

describe("loading states of pages", () => {
  it("do not use loading.tsx above a page that can answer 404", () => {
    const found = sources("app").filter((file) => /\/loading\.tsx$/.test(file.path));
    expect(found.map((file) => `${file.path} turns notFound() into 200: use Suspense inside the page`)).toEqual([]);
  });
});
