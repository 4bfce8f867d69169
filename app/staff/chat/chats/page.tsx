import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { RowsBulk } from "@/components/people/bulk-deeds/staff/rows-bulk";
import { RowsDone } from "@/components/people/bulk-deeds/staff/rows-done";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { StaffChatFilterBar } from "@/components/threads/chats/staff/chat-filters";
import { CHAT_LIST, StaffChatTable } from "@/components/threads/chats/staff/chat-table";
import { ChatTakeFace } from "@/components/threads/chats/staff/chat-take-face";
import { ButtonLink } from "@/components/ui/button";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { lookedOfSearch } from "@/lib/people/looks/queries";
import { recordManyLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { routes } from "@/lib/routes";
import { countStaffChats, findChatDeed, listStaffChats } from "@/lib/threads/chats/staff/list/queries";
import { parseStaffChatFilters, staffChatsHref } from "@/lib/threads/chats/staff/list/schema";
import { worksChats } from "@/lib/threads/chats/staff/policy";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";
import { listWorkers } from "@/lib/threads/staff/people/queries";

export const metadata: Metadata = { title: "Chats" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffChatsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseStaffChatFilters(parameters);
  const chosen = chosenOf(parameters);
  const allBrands = await loadBrands();
  const { viewer, list, counts, agents, views, deed } = await asViewer(
    "staff",
    async (context, { viewer, brand, signedIn }) => {
      if (!worksChats(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        viewer,
        list: listStaffChats(context, filters, allBrands, local),
        counts: countStaffChats(context),
        agents: listWorkers(context, "chat"),
        views: listSavedViews(context, "chats"),
        deed: findChatDeed(context, deedOf(parameters)),
      });
    },
  );
  await recordManyLooks(viewer, lookedOfSearch(filters.q, list.rows, LOOKED_WITH.chat));
  const brands = await brandNames(viewer.brands);
  const href = staffChatsHref(filters);
  const place = staffChatsHref(filters, filters.cursor ? { cursor: filters.cursor } : {});
  return (
    <>
      <LiveRefresh />
      <MinuteRefresh />
      <ListPage
        list={list}
        href={(cursor) => staffChatsHref(filters, { cursor })}
        bar={
          <StaffChatFilterBar
            {...{ filters, counts, brands, agents }}
            detail="Chats of all your brands, also those that have ended."
            views={<SavedViews list="chats" views={views} href={href} />}
            tools={
              <ButtonLink href={routes.staffChats} variant="tool">
                Your desk
              </ButtonLink>
            }
          />
        }
        empty={
          <ListEmpty
            thing="chat"
            href={href}
            searched="Search looks through numbers, companies, contacts, products, subjects and what was said."
            nothing="Chats appear here as soon as a client begins one."
          />
        }
      >
        <StaffChatTable {...{ brands, chosen }} rows={list.rows} place={`${place} ${deedKey(deed)}`} />
        <RowsBulk
          {...{ href, chosen, deed }}
          list={CHAT_LIST}
          noun={["chat", "chats"]}
          ids={list.rows.map(({ number }) => number)}
        >
          <ChatTakeFace id={uuidv7()} />
        </RowsBulk>
      </ListPage>
      {/* Outside of the list, which may be empty after the deed. */}
      {deed && <RowsDone deed={deed} href={href} rowHref={routes.staffChat} />}
    </>
  );
}
