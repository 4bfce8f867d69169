import { beforeEach, expect, it } from "vitest";
import { providers } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { howItAnswers, isPaused, noteAnswer, type Provider, SLOW_MS } from "@/lib/gate/providers";
import { listTroubles } from "@/lib/mail/log/queries";
import { createStaff, staffViewer } from "@/tests/support/world";

const MAIL: Provider = { name: "mail", brand: null };
const STRIPE: Provider = { name: "stripe:insource", brand: "insource" };
const FILES: Provider = { name: "files", brand: null };
const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 0, second));
const failed = (provider: Provider, second: number) =>
  noteAnswer(provider, { kind: "failed", reason: "500" }, at(second));
const answered = (provider: Provider, milliseconds: number, second: number) =>
  noteAnswer(provider, { kind: "answered", milliseconds }, at(second));

beforeEach(() => asSystem("test world", (db) => db.delete(providers)));

it("a provider refuses after three failures in a row, is left alone for longer each time, and is well after one answer", async () => {
  await failed(MAIL, 0);
  await failed(MAIL, 1);
  expect(await howItAnswers(MAIL)).toMatchObject({ state: "ok" });
  const pauses: number[] = [];
  for (let second = 2; second < 10; second++) {
    const { state, retryAt } = await failed(MAIL, second);
    expect(state).toBe("refusing");
    pauses.push(((retryAt?.getTime() ?? 0) - at(second).getTime()) / 1_000);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 15, 15, 15, 15]);
  const answering = await howItAnswers(MAIL);
  expect(isPaused(answering, at(20))).toBe(true);
  expect(isPaused(answering, at(30))).toBe(false);
  await answered(MAIL, 100, 40);
  expect(await howItAnswers(MAIL)).toEqual({ state: "ok", retryAt: null });
  await failed(MAIL, 41);
  expect(await howItAnswers(MAIL)).toMatchObject({ state: "ok" });
});

it("a provider whose answer is late is slow until one comes in time, and is never left alone for that", async () => {
  await answered(MAIL, SLOW_MS + 1, 0);
  const answering = await howItAnswers(MAIL);
  expect(answering.state).toBe("slow");
  expect(isPaused(answering, at(0))).toBe(false);
  await answered(MAIL, 50, 1);
  expect(await howItAnswers(MAIL)).toMatchObject({ state: "ok" });
});

it("failures at once are each counted", async () => {
  await Promise.all(Array.from({ length: 8 }, () => failed(MAIL, 0)));
  const [row] = await asSystem("test look", (db) => db.select().from(providers));
  expect(row).toMatchObject({ failures: 8, state: "refusing" });
});

it("administrators read what is slow or refuses, of their own brands and of all, and nobody else does", async () => {
  await noteAnswer(FILES, { kind: "failed", reason: "ENOSPC", isLasting: true }, at(0));
  await answered(MAIL, SLOW_MS + 1, 1);
  for (let second = 0; second < 3; second++) await failed(STRIPE, second);
  const seen = (viewer: StaffViewer) =>
    runAsViewer(viewer, "read", async (context) =>
      (await listTroubles(context)).map(({ what, brand, state }) => `${what} ${brand} ${state}`),
    );
  const administrator = staffViewer(await createStaff(["administrator"]));
  expect(await seen({ ...administrator, brands: ["cimsoft", "insource"] })).toEqual([
    "files null refusing",
    "mail null slow",
    "stripe insource refusing",
  ]);
  expect(await seen({ ...administrator, brands: ["cimsoft"] })).toEqual(["files null refusing", "mail null slow"]);
  expect(await seen({ ...administrator, brands: [] })).toEqual([]);
  for (const role of STAFF_ROLES.filter((one) => one !== "administrator")) {
    expect(await seen({ ...administrator, roles: [role] })).toEqual([]);
  }
});
