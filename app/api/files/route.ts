import { z } from "zod";
import { THREAD_KINDS } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { drain } from "@/lib/files/multipart";
import { FilesRefused } from "@/lib/files/refused";
import { refusalStatus } from "@/lib/files/rules";
import { dropFiles, receiveUpload } from "@/lib/files/upload";
import { takeTurn } from "@/lib/gate/actions/limit";
import { defineRoute } from "@/lib/gate/actions/route";
import { systemNow } from "@/lib/kit/time";
import { mayUpload } from "@/lib/threads/files/queries";
import { attachToSaid } from "@/lib/threads/files/service";
import { kindOf, kindOfNumber } from "@/lib/threads/kinds";
import { threadNumber } from "@/lib/threads/schema";

const number = z.string().refine((text) => THREAD_KINDS.some((kind) => threadNumber(kind).safeParse(text).success));
const saidSchema = z.object({ number, messageId: z.uuid() });

/** Path of the page of a thread, by its number. */
function pageOf(kind: "client" | "staff", number: string): string {
  const thread = kindOfNumber(number);
  if (thread === null) throw new Error("a number of no kind of thread was let in");
  const { clientPath, staffPath } = kindOf(thread);
  return kind === "client" ? clientPath(number) : staffPath(number);
}

/**
 * Takes uploads. A script is answered with JSON: the ids, which a form then sends. A form without JavaScript names a
 * case or request and a message of its sender before the files: they are attached at once, and the answer redirects to
 * that thread.
 */
export const POST = defineRoute({
  name: "files.upload",
  audience: "signed-in",
  handle: async (asking, request) => {
    const { viewer, asViewer } = asking;
    if (!(await asViewer("read", mayUpload))) {
      await drain(request);
      return null;
    }
    const { fields, files, refused } = await receiveUpload(asking, request);
    const number = fields.get("number");
    if (number === undefined) {
      if (!refused) return Response.json({ files });
      const status = refusalStatus(refused.refusal);
      const headers: HeadersInit = status === 503 ? { "retry-after": "10" } : {};
      return Response.json({ error: refused.message }, { status, headers });
    }

    const said = saidSchema.safeParse({ number, messageId: fields.get("message") });
    const back = (refusal?: FilesRefused) => {
      const page = pageOf(viewer.kind, number);
      const location = `${page}${refusal ? `?files=${refusal.refusal}` : ""}#m-${said.data?.messageId ?? ""}`;
      return new Response(null, { status: 303, headers: { location } });
    };
    const ids = files.map(({ id }) => id);
    try {
      if (!said.success) throw new AppError("NOT_FOUND", "There is no such message.");
      if (refused) return back(refused);
      await takeTurn("files.attach", "messageByAccount", asking.signedIn.account, systemNow());
      await asViewer("write", (context) => attachToSaid(context, said.data, ids));
      return back();
    } catch (error) {
      if (!refused) await dropFiles(asking, ids);
      if (error instanceof FilesRefused) return back(error);
      if (error instanceof AppError && error.code === "NOT_FOUND") return null;
      if (error instanceof AppError && error.code === "RATE_LIMITED") return back(new FilesRefused("too-often"));
      throw error;
    }
  },
});
