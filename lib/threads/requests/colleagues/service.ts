import { AppError } from "@/lib/errors";
import { mayAsk } from "@/lib/gate/rights";
import { colleagueWords } from "@/lib/people/colleagues/rules";
import { type InviteInput, wantedRights } from "@/lib/people/colleagues/schema";
import { inviteColleague, noteAsked } from "@/lib/people/colleagues/service";
import type { ClientContext } from "@/lib/threads/life/service";
import { openRequest } from "@/lib/threads/requests/service";

/**
 * Invites a colleague, or asks the account team to do it where portal support has to look at it. `number`: the request
 * that waits, null where the invitation is on its way. Throws as inviteColleague, and AppError FORBIDDEN where a request
 * would be needed and the viewer may send none.
 */
export async function inviteOrAsk(context: ClientContext, input: InviteInput): Promise<{ number: string | null }> {
  const done = await inviteColleague(context, input);
  if (done === "invited") return { number: null };
  if (done !== "waits") return { number: done.asked };
  if (!mayAsk(context.viewer)) {
    throw new AppError(
      "FORBIDDEN",
      `Portal support has to look at this invitation, and you cannot send requests. Write to ${context.brand.supportMailbox}.`,
    );
  }
  const rights = colleagueWords(wantedRights(input)).map((words) => `- ${words}`);
  const { number } = await openRequest(context, {
    id: input.id,
    kind: "message",
    subject: "Invitation of a colleague",
    body: [`Please give a colleague access to the portal: ${input.name}, ${input.email}.`, "", ...rights].join("\n"),
    files: [],
  });
  await noteAsked(context, input, number);
  return { number };
}
