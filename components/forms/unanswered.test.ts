import { notFound, redirect } from "next/navigation";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { answeredAlways, OUTDATED, UNREACHABLE } from "./unanswered";

const told = vi.fn();
beforeEach(() => void told.mockReset());

const throwing =
  (fault: () => unknown): FormAction =>
  async () => {
    throw fault();
  };
const refused: ActionResult = {
  ...{ ok: false, values: { id: "kept", name: "Dana" }, fieldErrors: { name: ["No."] } },
  ...{ message: null, reference: null },
};

describe("a form whose action was never answered", () => {
  it.each([
    ["the network is gone", new TypeError("Failed to fetch")],
    ["something else answered", new Error("An unexpected response was received from the server.")],
    ["the answer broke off", new Error("Connection closed.")],
  ])("says so and keeps what the form held: %s", async (_, fault) => {
    const answer = { ok: false, values: refused.values, fieldErrors: {}, message: UNREACHABLE, reference: null };
    const action = throwing(() => fault);
    expect(await answeredAlways(action, null, told)(refused, new FormData())).toEqual(answer);
    expect(await answeredAlways(action, refused, told)(null, new FormData())).toEqual(answer);
    expect(await answeredAlways(action, null, told)(null, new FormData())).toEqual({ ...answer, values: {} });
    expect(told.mock.calls).toEqual([[answer], [answer], [{ ...answer, values: {} }]]);
  });

  it("says that the page is old where the portal no longer knows the action", async () => {
    // The class that Next's router throws.
    const { UnrecognizedActionError } = await import("next/dist/client/components/unrecognized-action-error");
    const action = throwing(() => new UnrecognizedActionError('Server Action "x" was not found on the server.'));
    expect(await answeredAlways(action, null, told)(null, new FormData())).toMatchObject({
      ok: false,
      message: OUTDATED,
    });
  });

  it.each([
    ["a redirect", () => redirect("/settings?done=zone")],
    ["a missing page", () => notFound()],
  ])("leaves %s to Next", async (_, leave) => {
    const action: FormAction = async () => leave();
    await expect(answeredAlways(action, null, told)(null, new FormData())).rejects.toMatchObject({
      digest: expect.stringMatching(/^NEXT_/),
    });
  });

  it.each([
    ["what broke in the portal", Object.assign(new Error("An error occurred"), { digest: "1234567" })],
    ["what is no error", "?"],
  ])("leaves %s to the error page", async (_, fault) => {
    await expect(
      answeredAlways(
        throwing(() => fault),
        null,
        told,
      )(null, new FormData()),
    ).rejects.toBe(fault);
  });

  it("passes the previous answer to the action, and the portal's answer back", async () => {
    const echo: FormAction = async (previous) => previous ?? { ...refused, message: "first" };
    expect(await answeredAlways(echo, null, told)(null, new FormData())).toMatchObject({ message: "first" });
    expect(await answeredAlways(echo, refused, told)(null, new FormData())).toBe(refused);
    expect(told).not.toHaveBeenCalled();
  });
});
