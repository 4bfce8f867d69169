import { z } from "zod";
import { AppError } from "@/lib/errors";
import { defineRoute } from "@/lib/gate/actions/route";
import { readBody } from "@/lib/kit/read-body";
import { spokenSchema } from "@/lib/threads/chats/schema";
import { requireNumber, sayInChat } from "@/lib/threads/chats/service";
import { answerChatById } from "@/lib/threads/chats/staff/service";

/** The longest message has 20,000 characters of at most four bytes, which JSON may write in six. */
const MAX_BYTES = 256 * 1024;
const STATUS = { CONFLICT: 409, INVALID: 422, FORBIDDEN: 403 } as const;

/**
 * Takes one message of a chat, of either side. Its id is made in the browser, so that one sent again is the same message.
 * The answer to a refusal is its sentence.
 */
export const POST = defineRoute<"signed-in", { id: string }>({
  name: "chats.message",
  audience: "signed-in",
  limit: "chatByAccount",
  handle: async ({ brand, viewer, signedIn, asViewer }, request, { id }) => {
    if (!z.uuid().safeParse(id).success) return null;
    const body = await readBody(request, MAX_BYTES);
    if (!body) return new Response(null, { status: 413 });
    const message = spokenSchema.safeParse(parse(body.toString("utf8")));
    if (!message.success) {
      return Response.json({ error: message.error.issues[0]?.message ?? "Write a message." }, { status: 422 });
    }
    const { name } = signedIn.account;
    try {
      await asViewer("write", async ({ db }) => {
        if (viewer.kind === "staff") {
          await answerChatById({ viewer, db, brand, name }, id, message.data);
        } else {
          const number = await requireNumber({ viewer, db }, id);
          await sayInChat({ viewer, db, brand, name }, { ...message.data, number });
        }
      });
      return new Response(null, { status: 204 });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const status = STATUS[error.code as keyof typeof STATUS];
      return status ? Response.json({ error: error.message }, { status }) : null;
    }
  },
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
