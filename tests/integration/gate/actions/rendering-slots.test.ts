import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as estimatePdf } from "@/app/(portal)/estimates/[number]/pdf/route";
import { GET as invoicePdf } from "@/app/(portal)/invoices/[number]/pdf/route";
import { GET as invoicesCsv } from "@/app/(portal)/invoices/export/route";
import { GET as statementCsv } from "@/app/(portal)/invoices/statement/csv/route";
import { GET as statementPdf } from "@/app/(portal)/invoices/statement/pdf/route";
import { asSystem } from "@/db/viewer";
import { renderings } from "@/lib/gate/actions/renderings";
import { defineRoute } from "@/lib/gate/actions/route";
import { sessionCookie, visit } from "@/tests/support/route";
import {
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createStaff,
  unique,
} from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const brand = "cimsoft";
const cookieOf = (contact: { id: string }) => sessionCookie({ kind: "contact", id: contact.id }, brand);

/** Files of `whose` that are being made, or wait to be, until the returned function is called. */
function occupy(count: number, whose: () => string) {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const files = Array.from({ length: count }, () =>
    renderings()({ route: "test", whose: whose(), request: new Request("http://portal.example/") }, async () => {
      await finished;
      return null;
    }),
  );
  return async () => {
    finish();
    await Promise.all(files);
  };
}

/** Two that are made and twenty that wait: nobody else is let in. */
const fill = () => occupy(22, () => unique("account"));

const told = async (response: Response) => ({
  status: response.status,
  retryAfter: response.headers.get("retry-after"),
  cache: response.headers.get("cache-control"),
  text: await response.text(),
});

describe("the slots for rendering files", () => {
  let contact: Awaited<ReturnType<typeof createContact>>;
  let cookie: string;
  let get: Record<string, (cookie?: string, method?: string) => Promise<Response>>;

  beforeAll(async () => {
    const company = await createCompany({ brand });
    contact = await createContact(company);
    cookie = await cookieOf(contact);
    const { number } = await createInvoice(company);
    const estimate = await createEstimate(company);
    const at = (handler: typeof invoicesCsv, path: string, params: Record<string, string> = {}) => {
      return (own: string | undefined, method = "GET") => visit(handler, { brand, path, params, cookie: own, method });
    };
    const numbered =
      (handler: typeof invoicePdf, path: string, number: string) =>
      (own?: string, method = "GET") =>
        visit(handler, { brand, path, params: { number }, cookie: own, method });
    get = {
      "invoice PDF": numbered(invoicePdf, "/invoices/x/pdf", number),
      "estimate PDF": numbered(estimatePdf, "/estimates/x/pdf", estimate.number),
      "invoices CSV": at(invoicesCsv, "/invoices/export"),
      "statement CSV": at(statementCsv, "/invoices/statement/csv"),
      "statement PDF": at(statementPdf, "/invoices/statement/pdf"),
    };
  });

  const kinds = ["invoice PDF", "estimate PDF", "invoices CSV", "statement CSV", "statement PDF"];
  const ask = (kind: string, own?: string, method?: string) => {
    const asked = get[kind];
    if (!asked) throw new Error(`no ${kind}`);
    return asked(own, method);
  };

  it.each(kinds)("let %s be refused while too many files wait, and made again after that", async (kind) => {
    const end = fill();
    expect(await told(await ask(kind, cookie))).toEqual({
      status: 503,
      retryAfter: "10",
      cache: "private, no-store",
      text: "The portal is busy. Try again in a moment.",
    });
    await end();
    const response = await ask(kind, cookie);
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
  });

  it.each(kinds)("let %s be refused to a contact for whom ten other files are being made", async (kind) => {
    const end = occupy(10, () => contact.id);
    expect(await told(await ask(kind, cookie))).toEqual({
      status: 429,
      retryAfter: "10",
      cache: "private, no-store",
      text: "Another file of yours is still on its way. Try again when you have it.",
    });
    const colleague = await createContact(await createCompany({ brand }));
    const other = await ask("invoices CSV", await cookieOf(colleague));
    expect(other.status).toBe(200);
    await other.text();
    await end();
    expect((await ask(kind, cookie, "HEAD")).status).toBe(200);
    const response = await ask(kind, cookie);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  });

  it("let the next file of a contact wait until the one before was read to its end, and nobody else's", async () => {
    const first = await ask("invoices CSV", cookie);
    let isAnswered = false;
    const second = ask("statement PDF", cookie).then((response) => {
      isAnswered = true;
      return response;
    });
    const colleague = await createContact(await createCompany({ brand }));
    const other = await ask("statement PDF", await cookieOf(colleague));
    expect((await other.arrayBuffer()).byteLength).toBeGreaterThan(100);
    expect(isAnswered).toBe(false);
    await first.text();
    expect((await second).status).toBe(200);
    await (await second).arrayBuffer();
  });

  it("tell nobody who may not have the file that they are full, and are not taken by them", async () => {
    const staff = await sessionCookie({ kind: "staff", id: (await createStaff(["administrator"])).id }, brand);
    const end = fill();
    for (const kind of kinds) {
      expect((await ask(kind)).status, kind).toBe(307);
      expect(await told(await ask(kind, staff)), kind).toMatchObject({ status: 404, text: "Not found" });
    }
    await end();
    const without = await createContact(await createCompany({ brand }), { billing: false });
    const own = await cookieOf(without);
    for (const kind of kinds) expect((await ask(kind, own)).status, kind).toBe(404);
  });
});

describe("a route that takes a slot for rendering", () => {
  it("takes a database connection only in its turn: two at once hold one each, those who wait none", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let inside = 0;
    let most = 0;
    const handler = defineRoute<"client">({
      name: "test.file",
      audience: "client",
      slots: "rendering",
      handle: ({ asViewer }) =>
        asViewer("read", async ({ db }) => {
          inside += 1;
          most = Math.max(most, inside);
          await db.execute(sql`select 1`);
          await opened;
          inside -= 1;
          return Response.json("made");
        }),
    });
    const company = await createCompany({ brand });
    const cookies: string[] = [];
    for (let count = 0; count < 20; count++) cookies.push(await cookieOf(await createContact(company)));
    const all = cookies.map(async (cookie) =>
      (await visit(handler, { brand, path: "/file", params: {}, cookie })).json(),
    );
    await vi.waitFor(() => expect(inside).toBe(2), { timeout: 20_000 });
    // The database connections that the rest of the portal needs are free.
    const held = sql`select count(*)::int as held from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
    await vi.waitFor(
      async () => {
        expect([...(await asSystem("test looks", (db) => db.execute(held)))]).toEqual([{ held: 2 }]);
      },
      { timeout: 20_000 },
    );
    open();
    expect(await Promise.all(all)).toEqual(Array(20).fill("made"));
    expect(most).toBe(2);
  });
});
