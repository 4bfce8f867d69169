import http, { type IncomingMessage, Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { requestHost } from "@/lib/gate/brand/current";
import { knownBrand } from "@/lib/gate/brand/known";
import { securityHeaders } from "@/lib/gate/csp";
import { type Asked, askedStorage } from "./asked";
import { isOddAddress, isOddMethod } from "./odd-input";
import { plainPage } from "./plain-page";

/** A form holds only text: no form of ours needs more. Route handlers under /api/ have limits of their own. */
const MOST_FORM_BYTES = 256 * 1024;
/** How much of a form that is too large is read and dropped, so that a browser that still sends gets the answer. */
const MOST_DROPPED_BYTES = 8 * 1024 * 1024;
const DROPPING_MS = 1_000;
const REFUSAL_PATIENCE_MS = 10_000;

/** Header of the door's own request for the refusal page, with the status of the refusal. It grants nothing. */
export const REFUSAL_HEADER = "x-portal-refusal";

const opened = globalThis as typeof globalThis & { portalDoor?: boolean };

/**
 * Installs the door in front of the framework, once in this process. The door answers what cannot be a request of ours,
 * and gives every request a place for what is known about it. Where the framework would answer a page with an empty
 * document (vercel/next.js 62228), the door sends a whole page with the same status.
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

/** In this field Node keeps the answer that is being sent. Node, too, checks it before it writes a refusal. */
type Busy = Socket & { readonly _httpMessage?: ServerResponse | null };

/** Refuses what Node cannot read as HTTP. Cuts off an answer that has begun: a second one would be misread. */
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

/** Answers what the door refuses itself; hands every other request to `next`, which is the framework. */
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
  const asked: Asked = { status: null, isReached: false, refused: null, isUnavailable: false, reference: null };
  const watched = watch(request, response, asked, plain);
  const isForm = !isSafe(request) && !pathOf(request).startsWith("/api/");
  if (isForm) {
    if (Number(request.headers["content-length"] ?? 0) > MOST_FORM_BYTES) {
      dropThen(request, () => plain(413));
      return true;
    }
    // A body that comes in chunks does not announce its length.
    let bytes = 0;
    const push = request.push;
    request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
      bytes += chunk?.length ?? 0;
      if (bytes <= MOST_FORM_BYTES) return Reflect.apply(push, request, [chunk, encoding]) as boolean;
      // The rest is dropped, and then the answer goes out: an earlier answer would close the connection.
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

/** A function that calls `work` the first time only. */
function once(work: () => unknown): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}

/** Reads and drops what is still sent, up to the limits of bytes and time; then answers. */
function dropThen(request: IncomingMessage, answer: () => void): void {
  let bytes = 0;
  const done = once(answer);
  setTimeout(done, DROPPING_MS).unref();
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_DROPPED_BYTES) return;
    done();
    // A client that keeps sending after the answer is disconnected.
    if (bytes > 2 * MOST_DROPPED_BYTES) request.socket.destroy();
  });
  request.once("end", done);
  request.once("error", done);
}

/**
 * Looks at the answer when its head is about to be sent. Adds the status that a page chose and the headers that every
 * answer carries. Holds an empty document back until it has ended, and sends a whole page in its place.
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
      // What was noted while the answer was held back counts too.
      const told = unavailable(asked, chosen);
      plain(told, told === 500 ? asked.reference : null);
    };
  };

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    decide(status);
    if (state === "held") return response;
    return Reflect.apply(send.writeHead, response, [unavailable(asked, chosenStatus(asked, status)), ...rest]);
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
    /** Drops every answer that comes after this call. False if the head of an answer has been sent already. */
    instead(): boolean {
      if (state !== "open" || response.headersSent) return false;
      state = "held";
      return true;
    },
  };
}

/** The status that goes out for the framework's: the one that a page chose, or why a button was refused. */
function chosenStatus(asked: Asked, status: number): number {
  if (status === 200) return asked.status ?? 200;
  return status === 500 ? (asked.refused ?? 500) : status;
}

/** A failure while the database is away is a 503, also for a request of a script. */
const unavailable = (asked: Asked, status: number) => (asked.isUnavailable && status === 500 ? 503 : status);

const isRefusal = (status: number) => status === 404 || status === 403;

/** The status of the page that is sent in place of the framework's answer; null if that answer is complete. */
function replacement(request: IncomingMessage, asked: Asked, status: number, type: string): number | null {
  if (request.headers.rsc) return null;
  const isPage = type.startsWith("text/html");
  // A route handler refuses with one word, enough for a script; a person who opened the address gets a page.
  const isOpened = isSafe(request) && header(request, "accept")?.includes("text/html");
  const isWhole = asked.status !== null || request.headers[REFUSAL_HEADER] !== undefined;
  if (isRefusal(status) && asked.isReached && !isWhole && (isPage || isOpened)) return status;
  // No page of ours has an address under /api/.
  if (pathOf(request).startsWith("/api/")) return isPage && status >= 400 ? status : null;
  const isMalformed = !isSafe(request) && !asked.isReached && status >= 500 && !asked.isUnavailable;
  if (isMalformed) return 400;
  if (request.headers["next-action"]) return null;
  if (status >= 500 && (isPage || type === "")) {
    // In development the framework's own page shows where the failure is.
    if (process.env.NODE_ENV === "development") return null;
    // A 503 comes from proxy.ts and is a whole page already.
    if (status === 503) return null;
    return asked.isUnavailable ? 503 : (asked.refused ?? 500);
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

/** Headers of the original request that are not copied to the door's own request. */
const OF_THE_FIRST =
  /^(connection|content-.*|transfer-encoding|expect|if-.*|range|upgrade|origin|next-.*|rsc|keep-alive|te|trailer)$/;

/** Answers with the refusal page, requested from this same server at an address without a page of ours. */
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
      // The status differs if the person's session or role ended in between.
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
