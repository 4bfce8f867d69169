import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { search } from "@/lib/kit/lists/parameters";
import { instant } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

const list = defineFilters({
  path: routes.caseChats,
  parameters: { q: search() },
  // By last activity (system time), then by id.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseChatFilters, href: chatsHref } = list;
export type ChatFilters = ReturnType<typeof parseChatFilters>;
export type ChatCursor = NonNullable<ChatFilters["cursor"]>;
