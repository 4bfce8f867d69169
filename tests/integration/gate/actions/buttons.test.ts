import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError, type AppErrorCode } from "@/lib/errors";
import { asButton, defineAction } from "@/lib/gate/actions/define";
import { brandByKey } from "@/lib/gate/brand/load";
import { type Asked, askedStorage } from "@/lib/gate/door/asked";
import { refusalWords, wordsOfDigest } from "@/lib/gate/door/rules";
import { requestHeaders } from "@/tests/support/next-headers";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");

/** Presses a button whose action ends in `thrown`; what the door is told, and what ends the request. */
async function press(thrown: Error | null, fields: Record<string, string> = { id: "1" }) {
  const button = asButton(
    defineAction({
      name: "test.button",
      audience: "public",
      input: z.object({ id: z.string() }),
      limit: "inside",
      run: async () => {
        if (thrown) throw thrown;
      },
      then: () => "/done",
    }),
  );
  const { origin } = await brandByKey("cimsoft");
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const asked: Asked = { status: null, isReached: false, refused: null, isUnavailable: false, reference: null };
  const error = await requestHeaders.run(new Headers({ host: new URL(origin).host, origin }), () =>
    askedStorage().run(asked, () => button(form).catch((error: unknown) => error)),
  );
  return { refused: asked.refused, digest: (error as { digest?: string }).digest };
}

describe("a button that is pressed", () => {
  it("leads on when it has done its work", async () => {
    expect(await press(null)).toEqual({
      refused: null,
      digest: expect.stringContaining("NEXT_REDIRECT;replace;/done"),
    });
  });

  it.each<[AppErrorCode, number]>([
    ["INVALID", 400],
    ["CONFLICT", 409],
    ["RATE_LIMITED", 429],
    ["UNAVAILABLE", 503],
  ])("and refused as %s is answered with %i, and is no failure of ours", async (code, status) => {
    const { refused, digest } = await press(new AppError(code, "Not now."));
    expect(refused).toBe(status);
    // With scripts the page says so too.
    expect(wordsOfDigest(digest)).toBe(refusalWords(status));
    expect(wordsOfDigest(digest)?.title).toMatch(/./);
  });

  it("is answered with 400 where its form is none of ours", async () => {
    for (const fields of [{}, { other: "1" }, { id: "1", more: "2" }]) {
      expect((await press(null, fields as Record<string, string>)).refused).toBe(400);
    }
  });

  it("by a wrong role is told so by the page of another role's room, and what is missing by the missing page", async () => {
    const role = await press(new AppError("FORBIDDEN", "Others do this."));
    expect(role).toEqual({ refused: null, digest: "NEXT_HTTP_ERROR_FALLBACK;403" });
    const missing = await press(new AppError("NOT_FOUND", "There is none."));
    expect(missing).toEqual({ refused: null, digest: "NEXT_HTTP_ERROR_FALLBACK;404" });
  });

  it("while the database is away is told that the portal is not available", async () => {
    const away = Object.assign(new Error("away"), { code: "ECONNREFUSED" });
    const { refused, digest } = await press(away);
    expect(refused).toBe(503);
    expect(wordsOfDigest(digest)?.title).toBe("The portal is not available right now");
  });

  it("is a failure of ours where something broke", async () => {
    const { refused, digest } = await press(new Error("broken"));
    expect(refused).toBeNull();
    for (const other of [digest, "1234567890", "NEXT_HTTP_ERROR_FALLBACK;404", "PORTAL_REFUSED;200"]) {
      expect(wordsOfDigest(other)).toBeNull();
    }
  });
});
