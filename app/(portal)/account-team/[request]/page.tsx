import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ClientThreadPage } from "@/components/threads/client-thread-page";
import { CloseThread } from "@/components/threads/close-thread";
import { ForgetSent } from "@/components/threads/requests/forget-sent";
import { draftKeysOf } from "@/components/threads/requests/form-choices";
import { OPENS_AGAIN, RequestCallouts } from "@/components/threads/requests/request-callouts";
import { RequestChange } from "@/components/threads/requests/request-change";
import { RequestFacts } from "@/components/threads/requests/request-facts";
import { asViewer } from "@/lib/gate/actions/context";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";
import { closeRequestAction, markRequestReadAction, replyToRequestAction } from "@/lib/threads/requests/actions";
import { findRequest } from "@/lib/threads/requests/queries";
import { requestNumber } from "@/lib/threads/requests/schema";

// Without number and subject: the title is sent with a 404 too, and must not tell whether the request exists.
export const metadata: Metadata = { title: "Request" };

export default async function RequestPage({ params, searchParams }: PageProps<"/account-team/[request]">) {
  const number = requestNumber.safeParse(parseDocumentNumber((await params).request));
  const query = await searchParams;
  const { brand, viewer, detail } = await asViewer("client", async (context, { brand, viewer, signedIn }) => ({
    brand,
    viewer,
    detail: number.success
      ? await findRequest(context, { brand, number: number.data }, { zone: signedIn.account.timeZone ?? brand.zone })
      : null,
  }));
  if (!detail) notFound();
  const isAsked = firstParameter(query, "asked") === "yes" && detail.askedBy.isMe;
  const isClosed = detail.status === "closed";
  return (
    <ClientThreadPage
      kind="request"
      detail={detail}
      firm={brand.name}
      contactId={viewer.contactId}
      back={{ href: routes.accountTeam, label: "Your Account Team" }}
      actions={{ reply: replyToRequestAction, read: markRequestReadAction }}
      heading={detail.kind === "change" ? "Message with portal support" : "Message with your account team"}
      help={isClosed ? OPENS_AGAIN : undefined}
      refusal={firstParameter(query, "files")}
      above={
        <>
          {isAsked && detail.kind !== "change" && (
            <ForgetSent keys={draftKeysOf(viewer.contactId)} formId={detail.id} />
          )}
          <RequestCallouts detail={detail} isAsked={isAsked} isSent={firstParameter(query, "sent") !== null} />
          <RequestFacts detail={detail} brandName={brand.shortName} />
          {detail.change && <RequestChange change={detail.change} status={detail.status} />}
        </>
      }
    >
      {!isClosed && (
        <CloseThread
          kind="request"
          action={closeRequestAction}
          number={detail.number}
          help="Nobody answers a closed request. A message opens it again at any time."
        />
      )}
    </ClientThreadPage>
  );
}
