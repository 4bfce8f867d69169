import { isFilesHost } from "@/lib/files/origin";
import { answerFile } from "@/lib/files/serve";
import { defineRoute } from "@/lib/gate/actions/route";
import { systemNow } from "@/lib/kit/time";
import { redeemFile } from "@/lib/threads/files/queries";

/**
 * Sends a file at an address that works once, on the origin that serves files alone. Browsers send no cookie to it: the
 * address names a session, and the rights of that session are checked again.
 */
export const GET = defineRoute({
  name: "files.redeem",
  audience: "anyone",
  handle: async (_context, request, { secret = "" }: Record<string, string>) => {
    // A HEAD request must not use up the address.
    if (request.method !== "GET" || !(await isFilesHost(request.headers))) return null;
    const file = await redeemFile(secret, systemNow());
    return file && answerFile(file, "files-origin");
  },
});
