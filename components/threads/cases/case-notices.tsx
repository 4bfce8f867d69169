import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { CaseDetail } from "@/lib/threads/cases/queries";
import { CLOSE_REASON_LABELS, REOPEN_DAYS } from "@/lib/threads/cases/rules";
import { inBothZones } from "./severity-options";

interface Props {
  detail: CaseDetail;
  /** The reader comes from the form of a new case. */
  isFiled: boolean;
  /** Id of the message that they come from sending. */
  sent: string | null;
}

/** What just happened, and that a case is closed. */
export function CaseNotices({ detail, isFiled, sent }: Props) {
  const { number, expected, follows, id } = detail;
  return (
    <>
      {isFiled && (
        <Notice tone="success" role="status" title={`Your case ${number} is with support`}>
          {expected && !expected.late
            ? `Expect an answer by ${inBothZones(expected)}, here and by mail. You can answer the mail as well.`
            : "The answer comes here and by mail. You can answer the mail as well."}
        </Notice>
      )}
      {sent === id && follows && (
        <Notice tone="success" role="status" title={`Your message filed case ${number}`}>
          <TextLink href={routes.case(follows)}>{follows}</TextLink> was closed more than {REOPEN_DAYS} days ago. The
          new case is linked to it.
        </Notice>
      )}
      {sent !== null && sent !== id && (
        // With JavaScript the composer says so itself.
        <noscript>
          <Notice tone="success" role="status">
            Your message was sent.
          </Notice>
        </noscript>
      )}
      {detail.closeReason && detail.closedWhen && (
        <Notice title={`Closed: ${CLOSE_REASON_LABELS[detail.closeReason].toLocaleLowerCase("en-US")}`}>
          Closed on {detail.closedWhen}. {replyWords(detail)}
        </Notice>
      )}
    </>
  );
}

/** What a message to a closed case does; null while the case is open. */
export function replyWords({ replyLeadsTo }: Pick<CaseDetail, "replyLeadsTo">): string | null {
  if (replyLeadsTo === "reopen") return "A message opens it again.";
  if (replyLeadsTo === "new-case") return "A message files a new case that is linked to this one.";
  return null;
}
