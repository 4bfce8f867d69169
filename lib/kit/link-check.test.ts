import { describe, expect, it } from "vitest";
import { checkLink, type Net } from "./link-check";
import { NoPublicAddress } from "./public-address";

type Page = { readonly status: number; readonly location?: string } | "silent";

/** A network of a few pages. Hosts that begin with `inside` have an address inside a network. */
function net(pages: Readonly<Record<string, Page>>): Net & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (host) => {
      if (host.startsWith("inside")) throw new NoPublicAddress();
      if (host.startsWith("gone")) throw Object.assign(new Error("no such host"), { code: "ENOTFOUND" });
      if (host.startsWith("away")) throw Object.assign(new Error("try again"), { code: "EAI_AGAIN" });
      return { address: "93.184.216.34", family: 4 };
    },
    ask: async (target) => {
      asked.push(target.href);
      const page = pages[target.href] ?? { status: 404 };
      if (page === "silent") throw new Error("no answer");
      return { status: page.status, location: page.location ?? null };
    },
  };
}

const PAGES = {
  "https://a.example/": { status: 200 },
  "https://a.example/moved": { status: 301, location: "/" },
  "https://a.example/loop": { status: 302, location: "/loop" },
  "https://a.example/inside": { status: 302, location: "http://inside.example/" },
  "https://a.example/file": { status: 302, location: "file:///etc/passwd" },
  "https://a.example/user": { status: 302, location: "https://user:pass@a.example/" },
  "https://a.example/door": { status: 403 },
  "https://a.example/busy": { status: 429 },
  "https://a.example/old": { status: 410 },
  "https://a.example/broken": { status: 503 },
  "https://a.example/silent": "silent",
} satisfies Record<string, Page>;

describe("a link", () => {
  it.each(["https://a.example/", "https://a.example/moved", "https://a.example/door", "https://a.example/busy"])(
    "is alive: %s",
    async (url) => {
      expect(await checkLink(url, net(PAGES))).toEqual({ state: "alive" });
    },
  );

  it.each([
    ["https://a.example/nowhere", "There is no such page."],
    ["https://a.example/old", "There is no such page."],
    ["https://a.example/broken", "It answered 503."],
    ["https://a.example/silent", "Nothing answered there."],
    ["https://a.example/loop", "It leads on and on, from one address to the next."],
    ["https://a.example/inside", "It leads to an address that is not on the public internet."],
    ["https://a.example/file", "It leads on to something that is no web page."],
    ["https://a.example/user", "It leads on to an address with a password in it."],
    ["https://gone.example/", "There is no such host."],
  ])("is dead: %s", async (url, fault) => {
    expect(await checkLink(url, net(PAGES))).toEqual({ state: "dead", fault });
  });

  it("is asked of no address inside a network, at first and after a redirect", async () => {
    const watched = net(PAGES);
    await checkLink("http://inside.example/", watched);
    await checkLink("https://a.example/inside", watched);
    expect(watched.asked).toEqual(["https://a.example/inside"]);
  });

  it("is not judged while names cannot be looked up", async () => {
    expect(await checkLink("https://away.example/", net(PAGES))).toEqual({ state: "unknown" });
  });

  it.each(["http://127.0.0.1/", "http://[::1]:5432/", "http://169.254.169.254/latest", "https://localhost/"])(
    "into the own network is never followed: %s",
    async (url) => {
      expect(await checkLink(url)).toEqual({
        state: "dead",
        fault: "It leads to an address that is not on the public internet.",
      });
    },
  );
});
