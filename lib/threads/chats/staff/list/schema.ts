import { THREAD_STATUSES } from "@/db/schema/constants";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, keyOrNull, oneOf, oneOfOrId, search } from "@/lib/kit/lists/parameters";
import { routes } from "@/lib/routes";
import { threadCursor } from "@/lib/threads/schema";

export const STAFF_CHAT_SORTS = ["latest", "oldest"] as const;

const list = defineFilters({
  path: routes.staffChatList,
  parameters: {
    q: search(),
    /** Null: chats of every status. */
    status: oneOf(THREAD_STATUSES.chat),
    brand: keyOrNull(),
    /** The viewer, nobody, or an agent by id. */
    agent: oneOfOrId(["me", "nobody"]),
    sort: choice(STAFF_CHAT_SORTS, "latest"),
  },
  cursor: threadCursor,
});
export const { parse: parseStaffChatFilters, href: staffChatsHref } = list;
export type StaffChatFilters = ReturnType<typeof parseStaffChatFilters>;
