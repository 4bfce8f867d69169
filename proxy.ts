import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { PATH_HEADER } from "@/lib/gate/actions/path-header";
import { requestHost } from "@/lib/gate/brand/current";
import { brandByHost } from "@/lib/gate/brand/load";
import { contentSecurityPolicy, securityHeaders } from "@/lib/gate/csp";
import { log } from "@/lib/log";

/** A page that belongs to no brand: names nothing and nobody. */
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

/** Addresses that redirect to another site, which is not to learn where people come from. */
const LEADS_AWAY = /^\/estimates\/[^/]+\/quotation$/;

/**
 * Headers of every page, and a short answer for hosts that are no brand's. Nothing is guarded here: who may see what is
 * decided in the data layer, at each page and action.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  let brand: Awaited<ReturnType<typeof brandByHost>>;
  try {
    brand = await brandByHost(requestHost(request.headers));
  } catch (error) {
    log.error({ err: error }, "the brands could not be loaded");
    return bare(503, "The portal is not available right now. Try again in a minute.");
  }
  if (!brand) return bare(404, "Not found");
  const secure = brand.origin.startsWith("https://");
  const nonce = randomBytes(16).toString("base64");
  const { stripe, STRIPE_CHECKOUT_ORIGIN } = env();
  const policy = contentSecurityPolicy(nonce, {
    secure,
    development: process.env.NODE_ENV === "development",
    formTargets: stripe[brand.key] ? [STRIPE_CHECKOUT_ORIGIN] : [],
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Sign-in builds an address from these: the lists that a chain of proxies makes of them must not break it.
  headers.set("x-forwarded-host", requestHost(request.headers) ?? new URL(brand.origin).host);
  headers.set("x-forwarded-proto", secure ? "https" : "http");
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(securityHeaders(secure))) response.headers.set(name, value);
  // The framework keeps a header that is set here over the route handler's own.
  if (LEADS_AWAY.test(request.nextUrl.pathname)) response.headers.set("referrer-policy", "no-referrer");
  return response;
}

export const config = {
  // Uploads and webhooks pass bodies that must not be buffered or cut: route handlers look after themselves.
  matcher: ["/((?!_next/static/|api/|icon\\.svg$).*)"],
};
