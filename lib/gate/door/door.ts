import http, { type IncomingMessage, Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { requestHost } from "@/lib/gate/brand/current";
import { knownBrand } from "@/lib/gate/brand/known";
import { securityHeaders } from "@/lib/gate/csp";
import { type Asked, askedStorage } from "./asked";
import { isOddAddress, isOddMethod } from "./odd-input";
import { plainPage } from "./plain-page";

/** A form is text: more than a form of ours may hold. Route handlers under /api/ have limits of their own. */
const MOST_FORM_BYTES = 256 * 1024;
/** How much of what is too much is read and dropped, so that a browser that is sending hears the answer. */
const MOST_DROPPED_BYTES = 8 * 1024 * 1024;
const DROPPING_MS = 1_000;
const REFUSAL_PATIENCE_MS = 10_000;

/** Header in which the door tells the page at no address of ours what it refuses. Nothing is decided by it. */
export const REFUSAL_HEADER = "x-portal-refusal";

const opened = globalThis as typeof globalThis & { portalDoor?: boolean };

/**
 * Stands before the framework in this process, once: what can be no request of ours is answered here, every request gets
 * a place for what is known of it, and where the framework would answer a page with an empty document (vercel/next.js
 * 62228) a whole one goes out with the same status.
 */
export function openDoor(): void {
  if (opened.portalDoor) return;
  opened.portalDoor = true;
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string, ...values: unknown[]): boolean {
    if (event === "clientError" && this.listenerCount("clientError") === 0) {
      refuseUnread(values[1] as Socket);
      return true;
    }
    if (event !== "request") return Reflect.apply(emit, this, [event, ...values]) as boolean;
    const [request, response] = values as [IncomingMessage, ServerResponse];
    return receive(request, response, () => Reflect.apply(emit, this, [event, ...values]) as boolean);
  } as typeof emit;
}

/** Node keeps the answer that is being sent on a socket there, and looks at it in the same way before it writes a refusal. */
type Busy = Socket & { readonly _httpMessage?: ServerResponse | null };

/** What is no HTTP that Node reads. An answer that has begun is broken off: a second one behind it would be nobody's. */
function refuseUnread(socket: Busy): void {
  if (!socket.writable || socket._httpMessage?.headersSent) return void socket.destroy();
  const { body, headers } = plainPage(400, null);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    [
      "HTTP/1.1 400 Bad Request",
      ...lines,
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

const header = (request: IncomingMessage, name: string) => {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
};
const hostOf = (request: IncomingMessage) =>
  requestHost(
    new Headers([
      ["x-forwarded-host", header(request, "x-forwarded-host") ?? ""],
      ["host", header(request, "host") ?? ""],
    ]),
  );
const pathOf = (request: IncomingMessage) => (request.url ?? "").split("?")[0] ?? "";
const isSafe = (request: IncomingMessage) => request.method === "GET" || request.method === "HEAD";

/** Exported for the test, which has a server of its own. */
function receive(request: IncomingMessage, response: ServerResponse, next: () => boolean): boolean {
  const send = { write: response.write, end: response.end, writeHead: response.writeHead };
  const plain = (status: number, reference: string | null = null) => {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    const { body, headers } = plainPage(status, hostOf(request), reference);
    Reflect.apply(send.writeHead, response, [status, { ...headers, "content-length": Buffer.byteLength(body) }]);
    Reflect.apply(send.end, response, [request.method === "HEAD" ? undefined : body]);
  };
  if (isOddMethod(request.method) || isOddAddress(request.url ?? "")) {
    request.resume();
    plain(400);
    return true;
  }
  const asked: Asked = { status: null, isReached: false, isUnavailable: false, reference: null };
  const watched = watch(request, response, asked, plain);
  const isForm = !isSafe(request) && !pathOf(request).startsWith("/api/");
  if (isForm) {
    if (Number(request.headers["content-length"] ?? 0) > MOST_FORM_BYTES) {
      dropThen(request, () => plain(413));
      return true;
    }
    // What comes in chunks tells its length by its end alone.
    let bytes = 0;
    const push = request.push;
    request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
      bytes += chunk?.length ?? 0;
      if (bytes <= MOST_FORM_BYTES) return Reflect.apply(push, request, [chunk, encoding]) as boolean;
      // The rest is dropped, and the answer comes when it was sent. An end before that would close the connection.
      const isOpen = watched.instead();
      const done = once(() => isOpen && plain(413));
      setTimeout(done, DROPPING_MS).unref();
      request.push = (more: Buffer | null) => {
        bytes += more?.length ?? 0;
        if (bytes > MOST_DROPPED_BYTES) request.socket.destroy();
        if (more !== null) return true;
        done();
        return Reflect.apply(push, request, [null]) as boolean;
      };
      return true;
    };
  }
  return askedStorage().run(asked, next);
}

/** Calls it the first time alone. */
function once(work: () => unknown): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

/** Reads what is sent and drops it, as far and as long as is reasonable; then answers. */
function dropThen(request: IncomingMessage, answer: () => void): void {
  let bytes = 0;
  const done = once(answer);
  setTimeout(done, DROPPING_MS).unref();
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_DROPPED_BYTES) return;
    done();
    // Who goes on sending after the answer is not read to the end.
    if (bytes > 2 * MOST_DROPPED_BYTES) request.socket.destroy();
  });
  request.once("end", done);
  request.once("error", done);
}

/**
 * Looks at the answer when its head is to be sent: gives it the status that a page chose and the headers that every
 * answer carries, and holds back an empty document until the first answer has ended, to send a whole one in its place.
 */
function watch(
  request: IncomingMessage,
  response: ServerResponse,
  asked: Asked,
  plain: (status: number, reference?: string | null) => void,
) {
  const send = { write: response.write, end: response.end, writeHead: response.writeHead };
  let state: "open" | "sent" | "held" = "open";
  let replace = () => {};

  const decide = (status: number) => {
    if (state !== "open") return;
    const type = String(response.getHeader("content-type") ?? "");
    const chosen = replacement(request, asked, status, type);
    state = chosen === null ? "sent" : "held";
    if (chosen === null) return addHeaders(request, response);
    replace = () => {
      replace = () => {};
      if (asked.isReached && isRefusal(chosen)) return fetchRefusal(request, response, chosen, send, plain);
      // What was found out while it was held back counts too.
      const told = unavailable(asked, chosen);
      plain(told, told === 500 ? asked.reference : null);
    };
  };

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    decide(status);
    if (state === "held") return response;
    const own = asked.status !== null && status === 200 ? asked.status : status;
    return Reflect.apply(send.writeHead, response, [unavailable(asked, own), ...rest]);
  }) as typeof response.writeHead;
  response.write = ((...parts: unknown[]) => {
    decide(response.statusCode);
    if (state !== "held") return Reflect.apply(send.write, response, parts);
    const told = parts.at(-1);
    if (typeof told === "function") queueMicrotask(() => told());
    return true;
  }) as typeof response.write;
  response.end = ((...parts: unknown[]) => {
    decide(response.statusCode);
    if (state !== "held") return Reflect.apply(send.end, response, parts);
    replace();
    return response;
  }) as typeof response.end;

  return {
    /** Whatever comes after is dropped. False where the head of an answer was sent already. */
    instead(): boolean {
      if (state !== "open" || response.headersSent) return false;
      state = "held";
      return true;
    },
  };
}

/** A failure while the database is away is 503, to script as well. */
const unavailable = (asked: Asked, status: number) => (asked.isUnavailable && status === 500 ? 503 : status);

const isRefusal = (status: number) => status === 404 || status === 403;

/** The status of the page that goes out in place of the framework's, null where that one is whole. */
function replacement(request: IncomingMessage, asked: Asked, status: number, type: string): number | null {
  if (request.headers.rsc) return null;
  const isPage = type.startsWith("text/html");
  // A handler answers with a word, which is enough for whoever does not look at it.
  const isOpened = isSafe(request) && header(request, "accept")?.includes("text/html");
  const isWhole = asked.status !== null || request.headers[REFUSAL_HEADER] !== undefined;
  if (isRefusal(status) && asked.isReached && !isWhole && (isPage || isOpened)) return status;
  // No page of ours stands at these.
  if (pathOf(request).startsWith("/api/")) return isPage && status >= 400 ? status : null;
  const isMalformed = !isSafe(request) && !asked.isReached && status >= 500 && !asked.isUnavailable;
  if (isMalformed) return 400;
  if (request.headers["next-action"]) return null;
  if (status >= 500 && (isPage || type === "")) {
    // In development the framework's own page tells where it broke.
    if (process.env.NODE_ENV === "development") return null;
    // A 503 is the proxy's own whole page.
    if (status === 503) return null;
    return asked.isUnavailable ? 503 : 500;
  }
  return status === 400 && !isPage ? 400 : null;
}

function addHeaders(request: IncomingMessage, response: ServerResponse): void {
  const isSecure = knownBrand(hostOf(request))?.origin.startsWith("https://") ?? false;
  for (const [name, value] of Object.entries(securityHeaders(isSecure))) {
    if (!response.hasHeader(name)) response.setHeader(name, value);
  }
  if (response.hasHeader("content-security-policy") || pathOf(request).startsWith("/_next/static/")) return;
  response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
}

/** Headers that belong to the first request alone. */
const OF_THE_FIRST =
  /^(connection|content-.*|transfer-encoding|expect|if-.*|range|upgrade|origin|next-.*|rsc|keep-alive|te|trailer)$/;

/** The refusal as a page of its own, in the frame of whoever asks: asked of this very server, at no address of ours. */
function fetchRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  send: Pick<ServerResponse, "writeHead" | "write" | "end">,
  plain: (status: number) => void,
): void {
  const { localAddress: host, localPort: port } = request.socket;
  if (!host || !port) {
    plain(503);
    return;
  }
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !OF_THE_FIRST.test(name)));
  const inner = http.request(
    {
      host,
      port,
      path: "/refused",
      method: request.method === "HEAD" ? "HEAD" : "GET",
      headers: { ...headers, [REFUSAL_HEADER]: String(status) },
      timeout: REFUSAL_PATIENCE_MS,
    },
    (answer) => {
      // Another one than was asked for where somebody's session or role ended in between.
      const told = answer.statusCode ?? 500;
      if (!isRefusal(told)) {
        answer.resume();
        return plain(503);
      }
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      const { connection: _, "transfer-encoding": __, "keep-alive": ___, ...kept } = answer.headers;
      Reflect.apply(send.writeHead, response, [told, kept]);
      answer.on("data", (chunk) => Reflect.apply(send.write, response, [chunk]));
      answer.on("end", () => Reflect.apply(send.end, response, []));
      answer.on("error", () => response.destroy());
    },
  );
  inner.on("timeout", () => inner.destroy(new Error("the refusal did not come in time")));
  inner.on("error", () => (response.headersSent ? response.destroy() : plain(503)));
  response.once("close", () => inner.destroy());
  inner.end();
}
