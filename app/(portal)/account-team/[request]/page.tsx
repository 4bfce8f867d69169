import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Composer } from "@/components/threads/composer";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { ForgetSent } from "@/components/threads/requests/forget-sent";
import { draftKeysOf } from "@/components/threads/requests/form-choices";
import { RequestChange } from "@/components/threads/requests/request-change";
import { RequestClose } from "@/components/threads/requests/request-close";
import { RequestFacts } from "@/components/threads/requests/request-facts";
import { OPENS_AGAIN, RequestNotices } from "@/components/threads/requests/request-notices";
import { Thread } from "@/components/threads/thread";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { asViewer } from "@/lib/gate/actions/context";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";
import { markRequestReadAction, replyToRequestAction } from "@/lib/threads/requests/actions";
import { findRequest } from "@/lib/threads/requests/queries";
import { requestNumber } from "@/lib/threads/requests/schema";
import type { ThreadItem, ThreadMessage } from "@/lib/threads/types";

// Without number and subject: the title goes out with a 404 too, and must not tell one missing page from another.
export const metadata: Metadata = { title: "Request" };

interface Props {
  params: Promise<{ request: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const isMessage = (item: ThreadItem): item is ThreadMessage => item.kind === "message";

export default async function RequestPage({ params, searchParams }: Props) {
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
  const said = detail.thread.items.filter(isMessage);
  const ownNewest = said.findLast(({ author }) => author.isMe);
  const isAnswered = said.at(-1)?.author.isMe === false;
  const isAsked = firstParameter(query, "asked") === "yes" && detail.askedBy.isMe;
  const isClosed = detail.status === "closed";
  return (
    <>
      <LiveRefresh thread={detail.id} />
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.accountTeam, label: "Your Account Team" }}
        title={<span className="wrap-anywhere">{detail.subject}</span>}
        detail={<span className="tabular">{detail.number}</span>}
        tools={<PrintButton />}
        toolsBesideBack
      />
      {isAsked && detail.kind !== "change" && <ForgetSent keys={draftKeysOf(viewer.contactId)} formId={detail.id} />}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 gap-6">
          <RequestNotices detail={detail} isAsked={isAsked} isSent={firstParameter(query, "sent") !== null} />
          <RequestFacts detail={detail} brandName={brand.shortName} />
          {detail.change && <RequestChange change={detail.change} status={detail.status} />}
          <section aria-labelledby="thread-title" className="grid w-full min-w-0 max-w-reading gap-6 print:max-w-none">
            <h2 id="thread-title" className="text-lg font-semibold">
              {detail.kind === "change" ? "Message with portal support" : "Message with your account team"}
            </h2>
            <Thread page={detail.thread} side="client" kind="request" firm={brand.name} />
            {isAnswered && <MarkThreadRead action={markRequestReadAction} number={detail.number} />}
            <Composer
              action={replyToRequestAction}
              threadId={detail.id}
              formId={uuidv7()}
              hidden={{ number: detail.number }}
              draftKey={`request:${detail.id}:${viewer.contactId}`}
              help={isClosed ? OPENS_AGAIN : undefined}
            />
            {ownNewest && !isClosed && (
              <PlainUpload
                number={detail.number}
                messageId={ownNewest.id}
                refusal={firstParameter(query, "files") ?? undefined}
              />
            )}
          </section>
        </div>
        {!isClosed && <RequestClose number={detail.number} />}
      </div>
    </>
  );
}
