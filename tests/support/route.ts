import { encode } from "next-auth/jwt";
import { asSystem } from "@/db/viewer";
import { env } from "@/lib/env";
import { cookieName, isSecure } from "@/lib/gate/auth/cookies";
import { createSession } from "@/lib/gate/auth/session-store";
import { brandByKey } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { requestHeaders } from "./next-headers";

/*
 * Calls route handlers as Next does, with a session that is a row in the database. A test file that uses this begins
 * with vi.mock("next/headers", () => import("@/tests/support/next-headers"));
 */

/** Cookie of a new session on the host of `brand`. */
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
  /** Key of the brand whose host is requested. */
  readonly brand: string;
  readonly path: string;
  /** Decoded, as Next passes them to route handlers (pages get them as they are in the address). */
  readonly params: P;
  /** From sessionCookie; without it nobody is signed in. */
  readonly cookie?: string | undefined;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  /** Aborted when the visitor closes the connection. */
  readonly signal?: AbortSignal;
}

/** Calls a route handler with a request and returns its response. */
export async function visit<P>(
  handler: Handler<P>,
  { brand, path, params, cookie, headers, ...rest }: Visit<P>,
): Promise<Response> {
  const { origin } = await brandByKey(brand);
  const all = new Headers({ ...headers, host: new URL(origin).host, ...(cookie ? { cookie } : {}) });
  // fetch requires `duplex` for a streamed body, and the DOM's types lack it.
  const request = new Request(new URL(path, origin), {
    ...rest,
    headers: all,
    ...(rest.body ? { duplex: "half" } : {}),
  });
  return requestHeaders.run(all, () => handler(request, { params: Promise.resolve(params) }));
}
