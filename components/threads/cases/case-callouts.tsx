import { BegunCallout, SentCallout } from "@/components/threads/thread-callouts";
import { Callout } from "@/components/ui/callout";
import { Moment } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { CaseDetail } from "@/lib/threads/cases/queries";
import { closedFor, REOPEN_DAYS } from "@/lib/threads/cases/rules";

interface Props {
  detail: CaseDetail;
  /** The viewer has just filed the case. */
  isFiled: boolean;
  /** Id of the message that the viewer has just sent. */
  sent: string | null;
}

/** Confirms what the viewer has just done, and says that a case is closed. */
export function CaseCallouts({ detail, isFiled, sent }: Props) {
  const { number, expected, follows, id } = detail;
  return (
    <>
      {isFiled && <BegunCallout title={`Your case ${number} is with support`} expected={expected} />}
      {sent === id && follows && (
        <Callout tone="success" role="status" title={`Your message filed case ${number}`}>
          <TextLink href={routes.case(follows)}>{follows}</TextLink> was closed more than {REOPEN_DAYS} days ago. The
          new case is linked to it.
        </Callout>
      )}
      {sent !== null && sent !== id && <SentCallout />}
      {detail.goesOnIn && (
        <Callout title={`This case goes on in ${detail.goesOnIn}`}>
          Support merged the two: both are about the same. A message that you send here lands there.{" "}
          <TextLink href={routes.case(detail.goesOnIn)}>Open {detail.goesOnIn}</TextLink>
        </Callout>
      )}
      {detail.closeReason && detail.closedWhen && !detail.goesOnIn && (
        <Callout title={closedFor(detail.closeReason)}>
          Closed on <Moment value={detail.closedWhen} />. {replyWords(detail)}
        </Callout>
      )}
    </>
  );
}

/** What a message to a closed case does; null while the case is open. */
export function replyWords({
  replyLeadsTo,
  goesOnIn,
}: Pick<CaseDetail, "replyLeadsTo"> & Partial<Pick<CaseDetail, "goesOnIn">>): string | null {
  if (goesOnIn) return `A message lands in ${goesOnIn}, where this case goes on.`;
  if (replyLeadsTo === "reopen") return "A message opens it again.";
  if (replyLeadsTo === "new-case") return "A message files a new case that is linked to this one.";
  return null;
}
