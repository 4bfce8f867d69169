import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { OpenState } from "@/components/site/hours/open-state";
import { askOf } from "@/components/threads/cases/ask";
import { CasesShut } from "@/components/threads/cases/cases-shut";
import { NotCovered } from "@/components/threads/cases/not-covered";
import { chatDraftKey } from "@/components/threads/chats/chat-draft";
import { NewChatForm } from "@/components/threads/chats/new-chat-form";
import { PastChats } from "@/components/threads/chats/past-chats";
import { TypedAsCase } from "@/components/threads/chats/typed-as-case";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { businessNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { listProducts } from "@/lib/threads/cases/queries";
import { startChatAction } from "@/lib/threads/chats/actions";
import { listPastChats } from "@/lib/threads/chats/list/queries";
import { findOpenChat, readDeskState } from "@/lib/threads/chats/queries";
import { isOpen } from "@/lib/threads/chats/rules";

export const metadata: Metadata = { title: "Chat with Technical Support" };

export default async function ChatPage() {
  const { brand, signedIn, viewer, access, primary, team, chat } = await asViewer(
    "client",
    async (context, entered) => {
      const { brand, viewer, signedIn } = entered;
      const zone = signedIn.account.timeZone ?? brand.zone;
      const found = await readCaseAccess(context, brand);
      const chat =
        found.access.kind === "open"
          ? {
              open: await findOpenChat(context),
              past: await listPastChats(context, { zone }),
              products: await listProducts(context, brand.key),
              desk: await readDeskState(context, brand.key),
            }
          : null;
      return { brand, signedIn, viewer, ...found, chat };
    },
  );
  if (chat?.open) redirect(routes.chat(chat.open.number));
  const ask = askOf(team, brand.supportMailbox);
  const head = (
    <PageHeader
      title="Chat with Technical Support"
      detail={<OpenState brand={brand} kind="chat" zone={signedIn.account.timeZone} />}
    />
  );
  if (access.kind !== "open" || !chat) {
    return (
      <>
        {head}
        {access.kind !== "open" && <CasesShut access={access} primary={primary} ask={ask} />}
      </>
    );
  }
  const covered = access.companies.filter(({ inForce }) => inForce);
  const { isStaffed, wait } = chat.desk;
  return (
    <>
      <MinuteRefresh />
      {head}
      <div className="grid max-w-160 gap-6">
        {isOpen(brand.chatCalendar, businessNow()) ? (
          <div>
            <NotCovered companies={access.companies} ask={ask} effect="not-offered" />
            <p className="mb-5 text-sm text-muted">
              {isStaffed
                ? `An agent answers you here.${wait ? ` Waiting time: ${wait}.` : ""}`
                : "Nobody is free right now. You can wait here for the next agent, or add a new case."}{" "}
              You and the people of {brand.shortName} who answer chats read it.
            </p>
            <NewChatForm
              action={startChatAction}
              formId={uuidv7()}
              draftKey={chatDraftKey(viewer.contactId)}
              companies={covered.map(({ id, name }) => ({ id, name }))}
              products={chat.products}
            />
          </div>
        ) : (
          <Panel title="Chat is closed now">
            <div className="grid justify-items-start gap-4 text-sm">
              <p>An agent answers your case in writing, in the hours of support.</p>
              <TypedAsCase contactId={viewer.contactId} action={startChatAction} />
            </div>
          </Panel>
        )}
        <PastChats chats={chat.past} />
      </div>
    </>
  );
}
