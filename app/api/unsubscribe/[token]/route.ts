import { defineRoute } from "@/lib/gate/actions/route";
import { requestHost } from "@/lib/gate/brand/current";
import { brandByHost } from "@/lib/gate/brand/load";
import { readBody } from "@/lib/kit/read-body";
import { unsubscribe } from "@/lib/mail/unsubscribe/stop";
import { routes } from "@/lib/routes";

export const dynamic = "force-dynamic";

const answer = (status: number, text: string) =>
  new Response(text, { status, headers: { "cache-control": "no-store", "content-type": "text/plain; charset=utf-8" } });

/** The one-click unsubscribe of mail programs (RFC 8058). There is no session and no Origin: the token is the proof. */
export const POST = defineRoute<"anyone", { token: string }>({
  name: "mail.unsubscribe",
  audience: "anyone",
  handle: async (_context, request, { token }) => {
    const brand = await brandByHost(requestHost(request.headers));
    if (!brand) return null;
    const body = (await readBody(request, 4_096))?.toString("utf8") ?? "";
    if (!/List-Unsubscribe\b[\s\S]*One-Click/i.test(body)) return answer(400, "This address takes one-click requests.");
    return (await unsubscribe(brand, token)) ? answer(200, "You get no more mails of this kind.") : null;
  },
});

/** Opening the link changes nothing, because mail scanners open links too: it leads to a page that asks. */
export const GET = defineRoute<"anyone", { token: string }>({
  name: "mail.unsubscribe-page",
  audience: "anyone",
  handle: async (_context, _request, { token }) =>
    new Response(null, { status: 303, headers: { location: routes.unsubscribe(token), "cache-control": "no-store" } }),
});
