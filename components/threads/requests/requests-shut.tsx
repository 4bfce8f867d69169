import { type Ask, AskButton } from "@/components/threads/cases/ask";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { RequestsShut as Shut } from "@/lib/threads/requests/ask/queries";

/** Shown instead of the form to contacts who may not send requests: the reason, and a link to who can change it. */
export function RequestsShut({ why, ask }: { why: Shut["why"]; ask: Ask }) {
  const who = ask.isManager ? `${ask.name}, your account manager,` : "Portal support";
  return (
    <Panel flush>
      {why === "no-company" ? (
        <EmptyState
          title="Your account has no company yet"
          action={<AskButton ask={ask} subject="Requests without a company" />}
        >
          Requests belong to a company, and your account is tied to none. {who} can put that right.
        </EmptyState>
      ) : (
        <EmptyState
          title="Requests are not open to you"
          action={<AskButton ask={ask} subject="Access to requests in the portal" />}
        >
          Your account has no right to send requests here. {who} can have it opened for you, and answers your mail.
        </EmptyState>
      )}
    </Panel>
  );
}
