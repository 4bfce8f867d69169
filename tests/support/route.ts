import { encode } from "next-auth/jwt";
import { asSystem } from "@/db/viewer";
import { env } from "@/lib/env";
import { cookieName, isSecure } from "@/lib/gate/auth/cookies";
import { createSession } from "@/lib/gate/auth/session-store";
import { brandByKey } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { requestHeaders } from "./next-headers";

/*
 * Route handlers called as the server calls them, with a session that is a row. A test file that uses this begins with
 * vi.mock("next/headers", () => import("@/tests/support/next-headers"));
 */

/** The cookie of somebody who signed in on the host of `brand`. */
export async function sessionCookie(
  account: { kind: "contact" | "staff"; id: string },
  brand: string,
): Promise<string> {
  const now = systemNow();
  const { secret } = await asSystem("test session", (db) =>
    createSession(db, { account, brand, userAgent: null, now }),
  );
  const name = cookieName("portal-session", isSecure(await brandByKey(brand)));
  return `${name}=${await encode({ token: { sid: secret }, secret: env().AUTH_SECRET, salt: name })}`;
}

type Handler<P> = (request: Request, route: { params: Promise<P> }) => Promise<Response>;

interface Visit<P> {
  /** Key of the brand whose host is asked. */
  readonly brand: string;
  readonly path: string;
  /** Decoded, as the framework gives them to a route handler (a page gets them as they stand in the address). */
  readonly params: P;
  /** Of sessionCookie; nobody is signed in without. */
  readonly cookie?: string | undefined;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** Aborted when the visitor goes away. */
  readonly signal?: AbortSignal;
}

/** What a route handler answers to a request. */
export async function visit<P>(
  handler: Handler<P>,
  { brand, path, params, cookie, headers, ...rest }: Visit<P>,
): Promise<Response> {
  const { origin } = await brandByKey(brand);
  const all = new Headers({ ...headers, host: new URL(origin).host, ...(cookie ? { cookie } : {}) });
  // A body that streams must say that it does; the DOM's types know no such word.
  const request = new Request(new URL(path, origin), {
    ...rest,
    headers: all,
    ...(rest.body ? { duplex: "half" } : {}),
  });
  return requestHeaders.run(all, () => handler(request, { params: Promise.resolve(params) }));
}
