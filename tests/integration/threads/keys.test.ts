import { expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import CasePage from "@/app/(portal)/cases/[number]/page";
import CasesPage from "@/app/(portal)/cases/page";
import ChatPage from "@/app/(portal)/chat/[number]/page";
import StaffCasesPage from "@/app/staff/cases/page";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";
import { seePage } from "@/tests/support/page";
import { createChat } from "@/tests/support/world-threads";

const NO_QUERY = { params: Promise.resolve({}), searchParams: Promise.resolve({}) };
const pageOf = (number: string) => ({ ...NO_QUERY, params: Promise.resolve({ number }) });

it("a client's lists have the key for a reply, and those of staff the one for a note too", async () => {
  const { filer } = await filedCase();
  const client = { brand: "cimsoft", account: { kind: "contact" as const, id: filer.id } };
  const agent = { brand: "cimsoft", account: { kind: "staff" as const, id: (await member(["support_agent"])).id } };
  expect(await seePage(CasesPage, client, NO_QUERY)).toMatchObject({
    html: expect.stringContaining('data-row-keys="reply"'),
  });
  expect(await seePage(StaffCasesPage, agent, NO_QUERY)).toMatchObject({
    html: expect.stringContaining('data-row-keys="reply note"'),
  });
});

it("a client's room tells its keys, and the key for a reply finds the composer", async () => {
  const { company, filer, number } = await filedCase();
  const chat = await createChat(company, filer);
  const client = { brand: "cimsoft", account: { kind: "contact" as const, id: filer.id } };
  for (const seen of [
    await seePage(CasePage, client, pageOf(number)),
    await seePage(ChatPage, client, pageOf(chat.number)),
  ]) {
    if (seen.status !== 200) throw new Error(`${seen.status}`);
    expect(seen.html).toContain("data-room-keys");
    expect(seen.html).toMatch(/id="reply"[^>]*>.*<textarea/s);
  }
  // Nothing can be written in a chat that has ended.
  const ended = await createChat(company, filer, { status: "closed", outcome: "solved" });
  const seen = await seePage(ChatPage, client, pageOf(ended.number));
  expect(seen).toMatchObject({ html: expect.not.stringContaining("data-room-keys") });
});
