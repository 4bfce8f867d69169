import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { ChatProperties } from "@/components/threads/chats/staff/chat-properties";
import { CustomerPanel } from "@/components/threads/chats/staff/customer-panel";
import { DeskColumn } from "@/components/threads/chats/staff/desk-column";
import { StaffChatRoom } from "@/components/threads/chats/staff/staff-chat-room";
import { QueueSteps } from "@/components/threads/staff/queue-steps";
import { RoomKeysHelp } from "@/components/threads/staff/room-keys-help";
import { FollowForm } from "@/components/threads/staff/work-forms";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { systemNow } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { followChatAction } from "@/lib/threads/chats/staff/actions";
import { readDesk } from "@/lib/threads/chats/staff/desk/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";
import { findStaffChat } from "@/lib/threads/chats/staff/queries";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";

// Without the number: the title is sent with a 404 too, and must not tell whether the chat exists.
export const metadata: Metadata = { title: "Chat" };

export default async function StaffChatPage({ params, searchParams }: PageProps<"/staff/chat/[number]">) {
  const number = parseDocumentNumber((await params).number);
  const refusal = firstParameter(await searchParams, "files") ?? undefined;
  const brands = await loadBrands();
  const { chat, desk, viewer, history, zone } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!worksChats(viewer)) forbidden();
      const { timeZone, name } = signedIn.account;
      const chat =
        number &&
        (await findStaffChat(context, number, { brands, local: { zone: timeZone ?? brand.zone }, agent: name }));
      if (!chat) notFound();
      return together({
        ...{ chat, viewer, zone: timeZone ?? brand.zone },
        desk: readDesk(context, brands),
        history: readHistory(context, { kind: "chat", id: chat.id }),
      });
    },
  );
  await recordLooks(viewer, { brand: chat.brand.key, companyId: chat.company.id }, [
    ...LOOKED_WITH.chat,
    ...(chat.company.balances ? (["money"] as const) : []),
  ]);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffChats, label: "Chat" }}
        title={
          <span className="wrap-anywhere">
            <span className="tabular text-muted">{chat.number}</span> {chat.subject}
          </span>
        }
        detail={
          <>
            <CompanyLink company={chat.company} /> · {chat.brand.shortName} ·{" "}
            <TextLink href={staffCasesHref({ product: chat.product })}>{chat.product}</TextLink>
          </>
        }
        tools={
          <>
            <FollowForm
              kind="chat"
              action={followChatAction}
              number={chat.number}
              isFollowed={chat.around.isFollowing}
            />
            <QueueSteps kind="chat" number={chat.number} neighbors={chat.around.neighbors} />
            <RoomKeysHelp />
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem] xl:grid-cols-[15rem_minmax(0,1fr)_18rem]">
        <div className="max-xl:hidden">
          <DeskColumn desk={desk} now={systemNow().epochMilliseconds} shown={chat.number} />
        </div>
        <StaffChatRoom chat={chat} staffId={viewer.staffId} refusal={refusal} />
        <div className="grid min-w-0 gap-4">
          <ChatProperties
            number={chat.number}
            status={chat.status}
            isCase={chat.state.caseNumber !== null}
            agents={chat.agents}
            helpers={chat.helpers}
            owner={chat.owner}
          />
          <CustomerPanel chat={chat} />
          <RecordHistory history={history} zone={zone} />
        </div>
      </div>
    </>
  );
}
