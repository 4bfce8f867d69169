import { z } from "zod";
import { AppError } from "@/lib/errors";
import { drain } from "@/lib/files/multipart";
import { FilesRefused } from "@/lib/files/refused";
import { refusalStatus } from "@/lib/files/rules";
import { dropFiles, receiveUpload } from "@/lib/files/upload";
import { takeTurn } from "@/lib/gate/actions/limit";
import { defineRoute } from "@/lib/gate/actions/route";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { caseNumber } from "@/lib/threads/cases/schema";
import { mayUpload } from "@/lib/threads/files/queries";
import { attachToSaid } from "@/lib/threads/files/service";
import { requestNumber } from "@/lib/threads/requests/schema";

const saidSchema = z.object({ number: caseNumber.or(requestNumber), messageId: z.uuid() });

/** The page of a case or request, by its number. */
function pageOf(kind: "client" | "staff", number: string): string {
  if (number.startsWith("R-")) return kind === "client" ? routes.request(number) : routes.staffRequest(number);
  return kind === "client" ? routes.case(number) : routes.staffCase(number);
}

/**
 * Takes files. To script it answers JSON with their ids, which a form then sends. A form without JavaScript names a
 * case or request and a message of its sender before the files: they are attached at once, and the answer leads back there.
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
