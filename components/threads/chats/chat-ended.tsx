import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/gate/actions/result";
import { routes } from "@/lib/routes";
import type { ChatState } from "@/lib/threads/chats/types";
import { MailTranscript } from "./chat-forms";

interface Props {
  state: ChatState;
  transcript: FormAction;
  /** The transcript was just asked for. */
  mailed: boolean;
  /** Makes the chat a case, where it is none. */
  children: ReactNode;
}

/** What a client can do with a chat that has ended. */
export function ChatEnded({ state: { number, caseNumber, outcome }, transcript, mailed, children }: Props) {
  return (
    <div className="grid gap-4">
      <Callout title={outcome === "solved" ? "This chat ended: solved" : "This chat has ended"}>
        {caseNumber === null ? (
          "What was said stays here."
        ) : (
          <>
            It goes on in case{" "}
            <TextLink href={routes.case(caseNumber)} className="tabular">
              {caseNumber}
            </TextLink>
            , with all that was said.
          </>
        )}
      </Callout>
      {mailed && (
        <Callout tone="success" role="status" title="The transcript is on its way to your address">
          It comes within a few minutes.
        </Callout>
      )}
      <div className="no-print flex flex-wrap items-start gap-3">
        <ButtonLink href={routes.chats}>Start a new chat</ButtonLink>
        <MailTranscript action={transcript} number={number} />
        {children}
      </div>
    </div>
  );
}
