import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer } from "@/db/viewer";
import { readFeedback } from "@/lib/site/faq/staff/queries";
import { noteMissedSearch } from "@/lib/site/search/missed/service";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

let client: ClientViewer;
let marketing: StaffViewer;

beforeAll(async () => {
  client = clientViewer(await createContact(await createCompany()));
  marketing = staffViewer(await createStaff(["marketing"]));
});

const listed = (viewer: StaffViewer, brand: string) =>
  runAsViewer(viewer, "read", async (context) => (await readFeedback(context, brand)).misses);
const rows = () => asSystem("test", (db) => db.execute<{ words: string }>(sql`select words from missed_searches`));

it("a search that found nothing is counted by its words, without numbers and addresses", async () => {
  await noteMissedSearch(client, "cimsoft", "Modbus  GATEWAY 104416 robin@client.example");
  await noteMissedSearch(client, "cimsoft", "modbus gateway");
  await noteMissedSearch(marketing, "cimsoft", "modbus gateway");
  expect((await listed(marketing, "cimsoft")).map(({ words, times }) => ({ words, times }))).toEqual([
    { words: "modbus gateway", times: 2 },
  ]);
  expect(await listed(marketing, "insource")).toEqual([]);
});

it("numbers and addresses alone, another brand, and a look as a client count nothing", async () => {
  const before = (await rows()).length;
  for (const q of ["104416", "robin@client.example", "C-104416", "a1", ""])
    await noteMissedSearch(client, "cimsoft", q);
  await noteMissedSearch(client, "insource", "other brand");
  await noteMissedSearch({ ...marketing, brands: ["insource"] }, "cimsoft", "other brand");
  await noteMissedSearch({ ...client, viewedBy: marketing.staffId }, "cimsoft", "looked as a client");
  expect((await rows()).length).toBe(before);
});

it("clients and staff who write nothing for clients read no searches of others", async () => {
  const agent = staffViewer(await createStaff(["support_agent"]));
  expect(await listed(agent, "cimsoft")).toEqual([]);
  expect(await listed({ ...marketing, brands: ["insource"] }, "cimsoft")).toEqual([]);
  const seen = await runAsViewer(agent, "read", ({ db }) => db.execute(sql`select words from missed_searches`));
  expect(seen).toHaveLength(0);
  await expect(
    runAsViewer(client, "read", ({ db }) => db.execute(sql`select words from missed_searches`)),
  ).rejects.toMatchObject({ cause: { code: "42501" } });
});
