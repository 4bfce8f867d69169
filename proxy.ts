import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { isOwnRequest } from "@/lib/gate/actions/origin";
import { PATH_HEADER } from "@/lib/gate/actions/path-header";
import { requestHost } from "@/lib/gate/brand/current";
import { brandByHost } from "@/lib/gate/brand/load";
import { contentSecurityPolicy, securityHeaders } from "@/lib/gate/csp";
import { plainPage } from "@/lib/gate/door/plain-page";
import { log } from "@/lib/log";

/** An answer without any brand: for a host that belongs to none, and while the brands cannot be loaded. */
const bare = (status: number, text: string) =>
  new NextResponse(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${text}</title><h1>${text}</h1></html>`,
    {
      status,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        ...securityHeaders(false),
      },
    },
  );

/** A page in the brand's colours that is made from memory alone, without the database. */
function plain(status: number, request: NextRequest): NextResponse {
  const { body, headers } = plainPage(status, requestHost(request.headers));
  return new NextResponse(body, { status, headers });
}

/** Paths that redirect to another site, which must get no Referer. */
const LEADS_AWAY = /^\/estimates\/[^/]+\/quotation$/;

/**
 * Sets the headers of every page, and answers hosts that belong to no brand. It protects nothing: who may see what is
 * decided at each page and action.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  let brand: Awaited<ReturnType<typeof brandByHost>>;
  try {
    brand = await brandByHost(requestHost(request.headers));
  } catch (error) {
    log.error({ err: error }, "the brands could not be loaded");
    return plain(503, request);
  }
  if (!brand) return bare(404, "Not found");
  // Refuse a form from another site here, because the framework would answer it with an internal error.
  const isSafe = request.method === "GET" || request.method === "HEAD";
  if (!isSafe && !isOwnRequest(request.headers, brand)) return plain(403, request);
  const secure = brand.origin.startsWith("https://");
  const nonce = randomBytes(16).toString("base64");
  const { stripe, STRIPE_CHECKOUT_ORIGIN, FILES_ORIGIN } = env();
  const policy = contentSecurityPolicy(nonce, {
    secure,
    development: process.env.NODE_ENV === "development",
    formTargets: stripe[brand.key] ? [STRIPE_CHECKOUT_ORIGIN] : [],
    filesOrigin: FILES_ORIGIN,
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Sign-in builds addresses from these two. A chain of proxies makes lists of them, which are no valid host or
  // protocol.
  headers.set("x-forwarded-host", requestHost(request.headers) ?? new URL(brand.origin).host);
  headers.set("x-forwarded-proto", secure ? "https" : "http");
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(secure))) response.headers.set(name, value);
  // Set here, because Next lets a header from here win over one that the route handler sets.
  if (LEADS_AWAY.test(request.nextUrl.pathname)) response.headers.set("referrer-policy", "no-referrer");
  return response;
}

export const config = {
  // Not the API: the bodies of uploads and webhooks must not be buffered or cut here.
  matcher: ["/((?!_next/static/|api/).*)"],
};
