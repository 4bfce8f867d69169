import type { Context } from "@/db/viewer";
import { onlyLooks } from "@/lib/gate/actions/only-looks";
import { findNotice } from "./queries";
import { parseNoticeId } from "./schema";
import { openNotice } from "./service";

interface Asking {
  readonly asViewer: <T>(mode: "read" | "write", work: (context: Context) => Promise<T>) => Promise<T>;
}

/**
 * Redirects from a notice to what it is about, and marks it as read. A request that only looks (such as a prefetch)
 * changes nothing and gets 204. Null for a notice that the viewer may not see.
 */
export async function leadOn({ asViewer }: Asking, request: Request, segment: string): Promise<Response | null> {
  const id = parseNoticeId(segment);
  if (id === null) return null;
  const looks = onlyLooks(request);
  const path = looks
    ? ((await asViewer("read", (context) => findNotice(context, id)))?.path ?? null)
    : await asViewer("write", (context) => openNotice(context, id));
  if (path === null) return null;
  const headers = { "cache-control": "private, no-store" };
  if (looks) return new Response(null, { status: 204, headers });
  return new Response(null, { status: 303, headers: { ...headers, location: path } });
}
