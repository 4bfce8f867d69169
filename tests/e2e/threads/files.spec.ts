import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { CIMSOFT, hostOf, PORT, rawRequest } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const FILES = ["/invoices/export", "/invoices/statement/pdf", "/invoices/statement/csv"];

/** Asks for a file, and is gone before the answer was read. */
async function askAndLeave(path: string, headers: Record<string, string>, leave: "sent" | "answered"): Promise<void> {
  const asked = httpRequest({ host: "127.0.0.1", port: PORT, path, headers });
  asked.on("error", () => {});
  asked.end();
  await once(asked, leave === "sent" ? "finish" : "response");
  // Not `once`, which takes the end of the connection, told as an error, for a fault.
  const closed = new Promise((resolve) => asked.once("close", resolve));
  asked.destroy();
  await closed;
}

test("CSV and PDF files are served one after the other, also after browsers have left before the answer", async ({
  openAs,
}) => {
  // Of the demo, whose many invoices make files that take a while; they are only read.
  const page = await openAs(CIMSOFT, { email: "ap.clerk@keystone.example" });
  const cookies = await page.context().cookies(CIMSOFT.origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = { host: hostOf(CIMSOFT), cookie };
  for (const path of FILES) {
    // Nobody reads the body of an answer to HEAD, or of one whose browser was closed. Neither holds up the next file.
    for (let times = 0; times < 3; times++) {
      expect((await rawRequest(path, { method: "HEAD", headers })).status).toBe(200);
      await askAndLeave(path, headers, "sent");
      await askAndLeave(path, headers, "answered");
    }
    const file = await rawRequest(path, { headers });
    expect(file.status, file.body.slice(0, 200)).toBe(200);
  }
  // As many as a person opens side by side.
  const all = await Promise.all([...FILES, ...FILES].map((path) => rawRequest(path, { headers })));
  expect(all.map(({ status }) => status)).toEqual(Array(6).fill(200));
});
