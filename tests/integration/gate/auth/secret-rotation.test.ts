import { encode } from "next-auth/jwt";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Brand } from "@/lib/gate/brand/types";
import { cimsoft } from "./support";

const OLD = "an-old-secret-of-more-than-32-characters";
const NEW = "a-newer-secret-of-more-than-32-characters";

const request = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => {
    throw new Error("reading a session writes no cookie");
  },
}));

const insecure: Brand = { ...cimsoft, origin: "http://cimsoft.localhost:3000" };
const secure: Brand = { ...cimsoft, origin: "https://portal.cimsoft.test" };

/** What a process that was started with these secrets reads from a cookie that was sealed under another. */
async function read(brand: Brand, sealedUnder: string, secrets: { AUTH_SECRET: string; AUTH_SECRET_PREVIOUS: string }) {
  const name = brand === secure ? "__Host-portal-session" : "portal-session";
  const cookie = await encode({ token: { sid: "secret-of-a-row" }, secret: sealedUnder, salt: name });
  request.headers = new Headers({ cookie: `${name}=${cookie}`, host: new URL(brand.origin).host });
  for (const [variable, value] of Object.entries(secrets)) vi.stubEnv(variable, value);
  vi.resetModules();
  const { readSessionSecret } = await import("@/lib/gate/auth/next-auth");
  return readSessionSecret(brand);
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe.each([
  ["over http", insecure],
  ["over https", secure],
])("a session's cookie %s", (_, brand) => {
  it("is read under the secret that sealed it", async () => {
    expect(await read(brand, NEW, { AUTH_SECRET: NEW, AUTH_SECRET_PREVIOUS: "" })).toBe("secret-of-a-row");
    expect(await read(brand, NEW, { AUTH_SECRET: NEW, AUTH_SECRET_PREVIOUS: OLD })).toBe("secret-of-a-row");
  });

  it("sealed before the secret was changed is read as long as the previous one is kept", async () => {
    expect(await read(brand, OLD, { AUTH_SECRET: NEW, AUTH_SECRET_PREVIOUS: OLD })).toBe("secret-of-a-row");
  });

  it("is refused once the previous secret is dropped", async () => {
    expect(await read(brand, OLD, { AUTH_SECRET: NEW, AUTH_SECRET_PREVIOUS: "" })).toBeNull();
  });
});
