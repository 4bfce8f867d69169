import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { OpenState } from "@/components/site/hours/open-state";
import { AgentsPanel } from "@/components/threads/chats/staff/agents-panel";
import { AlertChoices } from "@/components/threads/chats/staff/alert-choices";
import { DeskColumn } from "@/components/threads/chats/staff/desk-column";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { listAgents, readDesk } from "@/lib/threads/chats/staff/desk/queries";
import { setsTalks, worksChats } from "@/lib/threads/chats/staff/policy";

export const metadata: Metadata = { title: "Chat" };

export default async function ChatDeskPage() {
  const brands = await loadBrands();
  const { desk, agents, brand, viewer, zone } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!worksChats(viewer)) forbidden();
      return {
        ...{ brand, viewer, zone: signedIn.account.timeZone },
        desk: await readDesk(context, brands),
        agents: await listAgents(context),
      };
    },
  );
  return (
    <>
      <PageHeader
        title="Chat"
        detail={<OpenState brand={brand} kind="chat" zone={zone} />}
        tools={
          <>
            <ButtonLink href={routes.staffChatList} variant="tool">
              All chats
            </ButtonLink>
            <AlertChoices />
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <DeskColumn desk={desk} now={systemNow().epochMilliseconds} />
        <AgentsPanel agents={agents} sets={setsTalks(viewer)} />
      </div>
    </>
  );
}
