import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { OpenState } from "@/components/site/hours/open-state";
import { AlertChoices } from "@/components/threads/chats/staff/alert-choices";
import { DeskColumn } from "@/components/threads/chats/staff/desk-column";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { readDesk } from "@/lib/threads/chats/staff/desk/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";

export const metadata: Metadata = { title: "Chat" };

export default async function ChatDeskPage() {
  const brands = await loadBrands();
  const { desk, brand, zone } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!worksChats(viewer)) forbidden();
    return { desk: await readDesk(context, brands), brand, zone: signedIn.account.timeZone ?? brand.zone };
  });
  return (
    <>
      <PageHeader title="Chat" detail={<OpenState brand={brand} kind="chat" zone={zone} />} tools={<AlertChoices />} />
      <div className="grid items-start gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <DeskColumn desk={desk} now={systemNow().epochMilliseconds} />
        <Panel>
          <EmptyState title="No chat is open here">Take one from the queue, or open one of your talks.</EmptyState>
        </Panel>
      </div>
    </>
  );
}
