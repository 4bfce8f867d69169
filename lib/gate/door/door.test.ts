import http from "node:http";
import type { AddressInfo } from "node:net";
import net from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { sharedBrands } from "@/lib/gate/brand/known";
import type { Brand } from "@/lib/gate/brand/types";
import { answerWith, asked, markReached, noteRefused } from "./asked";
import { openDoor, REFUSAL_HEADER } from "./door";

type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** As the framework answers what a page throws: an empty document. */
const blank =
  (status: number, before = () => {}): Handler =>
  (_, response) => {
    before();
    response.statusCode = status;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("x-of-the-first", "1");
    response.write('<html id="__next_error__">');
    response.end("</html>");
  };

const isAway = () => {
  markReached();
  const request = asked();
  if (request) request.isUnavailable = true;
};

const HANDLERS: Record<string, Handler> = {
  "/missing": blank(404, markReached),
  "/forbidden": blank(403, markReached),
  "/broken": blank(500, () => {
    markReached();
    const request = asked();
    if (request) request.reference = '12<b>3"';
  }),
  "/away": blank(500, isAway),
  "/button": blank(500, () => {
    markReached();
    noteRefused(409);
  }),
  "/button-away": blank(500, () => {
    isAway();
    noteRefused(409);
  }),
  "/malformed": blank(500),
  "/chosen": (_, response) => {
    answerWith(404);
    response.setHeader("content-type", "text/html");
    response.end("whole");
  },
  "/refused": (request, response) => {
    answerWith(Number(request.headers[REFUSAL_HEADER]));
    response.setHeader("content-type", "text/html");
    response.end(`the frame of ${request.headers.cookie}`);
  },
  "/api/away": (_, response) => {
    isAway();
    response.statusCode = 500;
    response.end("{}");
  },
  "/api/no-file": (_, response) => {
    markReached();
    response.statusCode = 404;
    response.setHeader("content-type", "text/plain");
    response.end("Not found");
  },
  "/api/missing": blank(404),
  "/stream": (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: 1\n\n");
    response.end("data: 2\n\n");
  },
};

let port = 0;
const server = http.createServer((request, response) => {
  const handler = HANDLERS[(request.url ?? "").split("?")[0] ?? ""];
  if (handler) handler(request, response);
  else request.resume().on("end", () => response.end("read"));
});

beforeAll(async () => {
  openDoor();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());
afterEach(() => {
  delete sharedBrands.portalBrands;
});

function ask(path: string, options: http.RequestOptions = {}, body?: string) {
  return new Promise<{ status: number | undefined; headers: http.IncomingHttpHeaders; body: string }>(
    (resolve, reject) => {
      const request = http.request({ port, host: "127.0.0.1", path, ...options }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
      });
      request.on("error", reject);
      request.end(body);
    },
  );
}

it.each([
  ["/missing", 404],
  ["/forbidden", 403],
])("%s goes out whole, as the refusal of whoever asks, with its status", async (path, status) => {
  const answer = await ask(path, { headers: { cookie: "a=1", rsc: "" } });
  expect(answer).toMatchObject({ status, body: "the frame of a=1" });
  expect(answer.headers).not.toHaveProperty("x-of-the-first");
});

it("what a handler refuses is a page for whoever opens it, and a word for whoever asks for data", async () => {
  expect(await ask("/api/no-file", { headers: { accept: "text/html,*/*", cookie: "b=2" } })).toMatchObject({
    status: 404,
    body: "the frame of b=2",
  });
  expect(await ask("/api/no-file", { headers: { accept: "application/json" } })).toMatchObject({ body: "Not found" });
  const posted = await ask("/api/no-file", { method: "POST", headers: { accept: "text/html" } });
  expect(posted.body).toBe("Not found");
});

it("a page that chose its status is left as it is", async () => {
  expect(await ask("/chosen")).toMatchObject({ status: 404, body: "whole" });
});

it("HEAD of a refusal has its status and no body", async () => {
  expect(await ask("/missing", { method: "HEAD" })).toMatchObject({ status: 404, body: "" });
});

it("script that asks for parts of a page hears the framework's own word", async () => {
  const answer = await ask("/missing", { headers: { rsc: "1" } });
  expect(answer.status).toBe(404);
  expect(answer.body).toContain("__next_error__");
});

it("a failure is a page with the reference, its text as text", async () => {
  const { status, body, headers } = await ask("/broken");
  expect(status).toBe(500);
  expect(body).toContain("Reference 12&#60;b&#62;3&#34;");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
});

it("a button that was refused is answered with the reason's page and status, not with a failure", async () => {
  const answer = await ask("/button", { method: "POST" }, "x");
  expect(answer).toMatchObject({ status: 409, body: expect.stringContaining("This has changed meanwhile") });
  expect(answer.body).not.toContain("Reference");
  // A script reads the framework's own answer.
  const headers = { "next-action": "x" };
  expect(await ask("/button", { method: "POST", headers }, "x")).toMatchObject({
    status: 409,
    body: expect.stringContaining("__next_error__"),
  });
  expect((await ask("/button-away", { method: "POST" }, "x")).status).toBe(503);
});

it("while the database is away it is 503, in the last known brand's name, from memory", async () => {
  const brand = {
    name: "Northwind <Automation>",
    origin: "https://portal.northwind.example",
    otherOrigins: [],
    supportMailbox: "portal@northwind.example",
    theme: { light: { accent: "#123456", onAccent: "#fff" }, dark: { accent: "#abcdef", onAccent: "#000" } },
  } as unknown as Brand;
  sharedBrands.portalBrands = { loadedAt: 0, brands: [brand] };
  const { status, body, headers } = await ask("/away", { headers: { host: "portal.northwind.example" } });
  expect(status).toBe(503);
  expect(headers["retry-after"]).toBe("30");
  for (const part of ["Northwind &#60;Automation&#62; Client Portal", "portal@northwind.example", "#123456"]) {
    expect(body).toContain(part);
  }
  const elsewhere = await ask("/away", { headers: { host: "elsewhere.example" } });
  expect(elsewhere.status).toBe(503);
  expect(elsewhere.body).not.toContain("orthwind");
  expect((await ask("/api/away")).status).toBe(503);
});

it("a form that no page of ours was reached by is the sender's fault", async () => {
  expect((await ask("/malformed", { method: "POST" }, "x")).status).toBe(400);
  expect((await ask("/malformed")).status).toBe(500);
});

it("under /api/ a page of the framework becomes a short one", async () => {
  expect(await ask("/api/missing")).toMatchObject({
    status: 404,
    body: expect.stringContaining("nothing at this address"),
  });
});

it.each(["/%00", "/cases/%FF", "/x?q=%FF", "/x?q=%00"])("%s never reaches a page", async (path) => {
  expect((await ask(path)).status).toBe(400);
});

it("what is too much is told so, however its length is told", async () => {
  const much = "x".repeat(300_000);
  const chunked = { "transfer-encoding": "chunked" };
  expect((await ask("/form", { method: "POST" }, much)).status).toBe(413);
  expect((await ask("/form", { method: "POST", headers: chunked }, much)).status).toBe(413);
  expect(await ask("/form", { method: "POST", headers: chunked }, "x".repeat(200_000))).toMatchObject({ status: 200 });
  expect(await ask("/api/files", { method: "POST" }, much)).toMatchObject({ status: 200, body: "read" });
});

it("what announces much and sends nothing is answered too", async () => {
  const began = performance.now();
  const status = await new Promise((resolve, reject) => {
    const headers = { "content-length": "9999999" };
    const request = http.request({ port, host: "127.0.0.1", path: "/form", method: "POST", headers }, (response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    request.on("error", reject);
    request.flushHeaders();
  });
  expect(status).toBe(413);
  // Without waiting for what does not come.
  expect(performance.now() - began).toBeLessThan(10_000);
});

it("every answer has the headers, a stream too, and what is no HTTP", async () => {
  const { body, headers } = await ask("/stream");
  expect(body).toBe("data: 1\n\ndata: 2\n\n");
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
  const text = await new Promise<string>((resolve) => {
    let read = "";
    const socket = net.connect(port, "127.0.0.1", () => socket.write("GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n"));
    socket.on("data", (chunk) => {
      read += chunk;
    });
    socket.on("close", () => resolve(read));
  });
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain("content-security-policy: default-src 'none'");
});
