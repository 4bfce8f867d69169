import { defineRoute } from "@/lib/gate/actions/route";
import { watchSession } from "@/lib/gate/auth/session";
import { liveHub } from "@/lib/live/hub";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  // Without `no-transform` the server would compress the stream, and so delay events.
  "cache-control": "private, no-store, no-transform",
  "x-accel-buffering": "no",
};

/** Digits of milliseconds since 1970. */
const isMoment = (text: string | null): text is string => text !== null && /^\d{12,14}$/.test(text);

/**
 * The stream of server-sent events. `Last-Event-ID` resumes after that event; `since` starts with what happened after
 * that moment, when the page was rendered.
 */
export const GET = defineRoute({
  name: "live.stream",
  audience: "signed-in",
  background: true,
  limit: "streamByAccount",
  handle: async ({ brand, signedIn }, request) => {
    const isAlive = await watchSession(brand, signedIn);
    if (!isAlive) return null;
    const { searchParams } = new URL(request.url);
    const since = searchParams.get("since");
    const stream = liveHub().open(
      { sessionId: signedIn.sessionId, account: signedIn.account, brand: signedIn.brand, isAlive },
      {
        last: request.headers.get("last-event-id"),
        since: isMoment(since) ? Number(since) : null,
      },
      request.signal,
    );
    if (!stream) return new Response(null, { status: 503, headers: { "retry-after": "30" } });
    return new Response(stream.body, { headers: HEADERS });
  },
});
