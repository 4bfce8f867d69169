import { MessageCircle } from "lucide-react";
import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { askOf } from "@/components/threads/cases/ask";
import { CaseTabs } from "@/components/threads/cases/case-tabs";
import { CasesShut } from "@/components/threads/cases/cases-shut";
import { ChatTable } from "@/components/threads/chats/chat-table";
import { NoneFound } from "@/components/threads/none-found";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar } from "@/components/ui/filter-bar";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { routes } from "@/lib/routes";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { countCases } from "@/lib/threads/cases/list/queries";
import { casesHref, parseCaseFilters } from "@/lib/threads/cases/schema";
import { countChats, listChats } from "@/lib/threads/chats/list/queries";
import { chatsHref, parseChatFilters } from "@/lib/threads/chats/list/schema";

export const metadata: Metadata = { title: "Chats" };

export default async function CaseChatsPage({ searchParams }: PageProps<"/cases/chats">) {
  const filters = parseChatFilters(await searchParams);
  const { brand, access, primary, team, chats } = await asViewer("client", async (context, { brand, signedIn }) => {
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const found = await readCaseAccess(context, brand);
    const chats = found.access.kind === "open" && {
      list: await listChats(context, filters, local),
      count: await countChats(context),
      counts: await countCases(context),
    };
    return { brand, ...found, chats };
  });
  if (access.kind !== "open" || !chats) {
    return (
      <>
        <PageHeader title="Support Cases" />
        {access.kind !== "open" && (
          <CasesShut access={access} primary={primary} ask={askOf(team, brand.supportMailbox)} />
        )}
      </>
    );
  }
  const { list, count, counts } = chats;
  const start = (
    <ButtonLink href={routes.chats} icon={<MessageCircle aria-hidden size={16} />}>
      Chat with Technical Support
    </ButtonLink>
  );
  return (
    <>
      <LiveRefresh />
      <PageHeader title="Support Cases" action={start} />
      <ListPage
        list={list}
        href={(cursor) => chatsHref(filters, { cursor })}
        bar={
          <>
            <CaseTabs
              href={(tab) => casesHref(parseCaseFilters({}), { tab })}
              counts={counts}
              chats={count}
              selected="chats"
            />
            {count > 0 && (
              <FilterBar
                label="Chats"
                href={chatsHref(filters)}
                clearHref={chatsHref(filters, { q: "" })}
                search={{ id: "chat-search", placeholder: "Number, subject or text", className: "flex-1 sm:max-w-80" }}
                className="flex flex-wrap"
              />
            )}
          </>
        }
        heading="Chats"
        empty={
          count > 0 ? (
            <NoneFound
              title="No chat matches"
              clear={{ href: chatsHref(filters, { q: "" }), label: "Clear the search" }}
              other={false}
            >
              Every word must be found in the number, the subject, the product or the messages of one chat.
            </NoneFound>
          ) : (
            <EmptyState title="Your chats will be here" action={start}>
              In chat hours an agent answers you at once. What was said stays here, for you alone.
            </EmptyState>
          )
        }
      >
        <ChatTable rows={list.rows} />
      </ListPage>
    </>
  );
}
