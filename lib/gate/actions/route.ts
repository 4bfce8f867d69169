import { randomBytes } from "node:crypto";
import { isUnreachable } from "@/db/faults";
import { type ClientViewer, type Context, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { getSession, peekSession } from "@/lib/gate/auth/session";
import { countedAs, type SignedIn } from "@/lib/gate/auth/types";
import { requestHost } from "@/lib/gate/brand/current";
import { brandByHost } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { asked } from "@/lib/gate/door/asked";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { routes } from "@/lib/routes";
import { type ActionLimit, tryTurn } from "./limit";
import { isOwnRequest } from "./origin";
import { renderings } from "./renderings";

/** Who asks, on which brand, and the function for their transactions (see runAsViewer). */
interface Asking<V extends Viewer> {
  readonly brand: Brand;
  readonly signedIn: SignedIn;
  readonly viewer: V;
  readonly asViewer: <T>(mode: "read" | "write", work: (context: Context<V>) => Promise<T>) => Promise<T>;
}

interface RouteContext {
  /** No brand and no viewer: health, and webhooks that verify a signature of their own. */
  anyone: object;
  /** What a brand shows and accepts without a session; an unknown host gets "not found". */
  public: { readonly brand: Brand };
  client: Asking<ClientViewer>;
  staff: Asking<StaffViewer>;
  /** Contacts and staff alike: the handler looks at `viewer.kind`. */
  "signed-in": Asking<Viewer>;
}

interface RouteDefinition<A extends keyof RouteContext, P> {
  readonly name: string;
  readonly audience: A;
  /** `login`: people open this address themselves, so a GET of somebody signed out leads to sign-in and back. */
  readonly signedOut?: "missing" | "login";
  /** An open page sends this by itself and not the person: it does not count as use of the session. */
  readonly background?: boolean;
  /**
   * `rendering`: the route makes an expensive file. It waits for its turn before it takes a connection of the database.
   */
  readonly slots?: A extends "anyone" | "public" ? never : "rendering";
  /**
   * How often one account may ask, each route counted separately. Beyond it the answer is 429 and says when to come
   * back.
   */
  readonly limit?: A extends "anyone" | "public" ? never : ActionLimit;
  /** It only reads, and makes no file: open while an administrator looks as a client. Any other route is not. */
  readonly whileViewing?: A extends "anyone" | "public" ? never : boolean;
  /** Null answers like an address that does not exist, with the same bytes that those outside the audience get. */
  readonly handle: (context: RouteContext[A], request: Request, params: P) => Promise<Response | null>;
}

const NO_STORE = { "cache-control": "private, no-store" };
const missing = () => new Response("Not found", { status: 404, headers: NO_STORE });

function tooOften(waitMs: number): Response {
  const headers = { ...NO_STORE, "retry-after": String(Math.max(1, Math.ceil(waitMs / 1000))) };
  return Response.json({ error: "This was asked too often in a short time." }, { status: 429, headers });
}

/** Does not look at the session. A request that changes something must still come from a page of the brand. */
async function answerPublic<A extends keyof RouteContext, P>(
  { handle }: RouteDefinition<A, P>,
  brand: Brand | null,
  request: Request,
  params: P,
): Promise<Response> {
  if (!brand) return missing();
  if (!isSafe(request) && !isOwnRequest(request.headers, brand)) return foreign();
  return (await handle({ brand } as unknown as RouteContext[A], request, params)) ?? missing();
}

const isSafe = ({ method }: Request) => method === "GET" || method === "HEAD";
const closed = () =>
  new Response("This is closed while you view as a client. End the view first.", { status: 403, headers: NO_STORE });
const foreign = () => new Response("Forbidden", { status: 403, headers: NO_STORE });

/**
 * Builds a route handler; all of them are made here. It is the counterpart of defineAction. For anyone outside the
 * audience the address does not exist. A request that changes something must come from a page of the same brand.
 */
export function defineRoute<A extends keyof RouteContext, P = Record<string, string>>(
  definition: RouteDefinition<A, P>,
) {
  return async (request: Request, route: { params: Promise<P> }): Promise<Response> => {
    try {
      if (definition.audience === "anyone") {
        return (await definition.handle({} as RouteContext[A], request, await route.params)) ?? missing();
      }
      const brand = await brandByHost(requestHost(request.headers));
      if (definition.audience === "public") return await answerPublic(definition, brand, request, await route.params);
      const signedIn = brand ? await (definition.background ? peekSession() : getSession()) : null;
      const safe = isSafe(request);
      if (brand && !signedIn && safe && definition.signedOut === "login") {
        const { pathname, search } = new URL(request.url);
        // A relative address, because links are never built from the host of a request.
        const location = `${routes.login}?next=${encodeURIComponent(pathname + search)}`;
        return new Response(null, { status: 307, headers: { ...NO_STORE, location } });
      }
      if (!brand || !signedIn) return missing();
      if (definition.audience !== "signed-in" && signedIn.viewer.kind !== definition.audience) return missing();
      if (!safe && !isOwnRequest(request.headers, brand)) return foreign();
      if (signedIn.viewing && !(definition.whileViewing && safe)) return closed();
      const wait = definition.limit
        ? await tryTurn(definition.name, definition.limit, countedAs(signedIn), systemNow())
        : null;
      if (wait !== null) return tooOften(wait);
      const viewer: Viewer = signedIn.viewer;
      const asking: Asking<Viewer> = {
        brand,
        signedIn,
        viewer,
        asViewer: (mode, work) => runAsViewer(viewer, mode, work),
      };
      const params = await route.params;
      const answer = () => definition.handle(asking as unknown as RouteContext[A], request, params);
      const response = definition.slots
        ? await renderings()({ route: definition.name, whose: signedIn.account.id, request }, answer)
        : await answer();
      if (!response) return missing();
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", NO_STORE["cache-control"]);
      return response;
    } catch (error) {
      const isAway = isUnreachable(error) || asked()?.isUnavailable === true;
      const reference = randomBytes(5).toString("hex").toUpperCase();
      log.error({ route: definition.name, reference, err: error }, "a route failed");
      return Response.json(
        { error: "Something went wrong on our side.", reference },
        { status: isAway ? 503 : 500, headers: NO_STORE },
      );
    }
  };
}
