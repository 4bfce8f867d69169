import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { createElement, type ReactNode } from "react";
import { renderToReadableStream } from "react-dom/server";
import { brandByKey } from "@/lib/gate/brand/load";
import { requestHeaders } from "./next-headers";
import { sessionCookie } from "./route";

/*
 * Calls pages as Next does, for a session that is a row in the database, and renders them as HTML. A test file that
 * uses this begins with vi.mock("next/headers", () => import("@/tests/support/next-headers")).
 */

process.env.__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS = "true";

/** A router that does nothing, because nothing is clicked on a page that is only rendered. */
const ROUTER = {
  back() {},
  forward() {},
  refresh() {},
  push() {},
  replace() {},
  prefetch() {},
} as unknown as NonNullable<Parameters<typeof AppRouterContext>[0]["value"]>;

interface Visitor {
  /** Key of the brand whose host is requested. */
  readonly brand: string;
  /** Without an account nobody is signed in. */
  readonly account?: { readonly kind: "contact" | "staff"; readonly id: string };
}

export type Seen = { readonly status: 200; readonly html: string } | { readonly status: 403 | 404 | 307 };

/** Status and HTML of a page. */
export async function seePage<P>(
  page: (props: P) => Promise<ReactNode>,
  { brand, account }: Visitor,
  props: P,
): Promise<Seen> {
  const { origin } = await brandByKey(brand);
  const headers = new Headers({ host: new URL(origin).host });
  if (account) headers.set("cookie", await sessionCookie(account, brand));
  try {
    return await requestHeaders.run(headers, async () => {
      const drawn = createElement(AppRouterContext, { value: ROUTER }, await page(props));
      const stream = await renderToReadableStream(drawn);
      await stream.allReady;
      // React's comments between texts are not part of what a person reads.
      return { status: 200, html: (await new Response(stream).text()).replaceAll("<!-- -->", "") };
    });
  } catch (error) {
    const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;404") return { status: 404 };
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;403") return { status: 403 };
    if (digest.startsWith("NEXT_REDIRECT;")) return { status: 307 };
    throw error;
  }
}
