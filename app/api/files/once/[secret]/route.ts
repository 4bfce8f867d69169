import { isFilesHost } from "@/lib/files/origin";
import { answerFile } from "@/lib/files/serve";
import { defineRoute } from "@/lib/gate/actions/route";
import { systemNow } from "@/lib/kit/time";
import { redeemFile } from "@/lib/threads/files/queries";

/**
 * A file by an address that works once, on the origin of files alone. No cookie comes here: the address names a session,
 * and what that session may see is judged anew.
 */
export const GET = defineRoute({
  name: "files.redeem",
  audience: "anyone",
  handle: async (_context, request, { secret = "" }: Record<string, string>) => {
    // To look at the address must not use it up.
    if (request.method !== "GET" || !(await isFilesHost(request.headers))) return null;
    const file = await redeemFile(secret, systemNow());
    return file && answerFile(file, "files-origin");
  },
});
