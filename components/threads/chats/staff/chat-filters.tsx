import type { ReactNode } from "react";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { Chip, ChipRow } from "@/components/ui/chip";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import { choicesOf } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
import { THREAD_STATUSES } from "@/db/schema/constants";
import type { StaffChatCounts } from "@/lib/threads/chats/staff/list/queries";
import { STAFF_CHAT_SORTS, type StaffChatFilters, staffChatsHref } from "@/lib/threads/chats/staff/list/schema";
import { KINDS } from "@/lib/threads/kinds";
import type { Worker } from "@/lib/threads/staff/people/queries";

interface Props {
  detail: string;
  views: ReactNode;
  tools: ReactNode;
  filters: StaffChatFilters;
  counts: StaffChatCounts;
  brands: BrandNames;
  agents: readonly Worker[];
}

const SORTS = { latest: "Last activity", oldest: "Oldest first" } as const;

/** Which chats, as chips beside the title, and one row of filters. */
export function StaffChatFilterBar({ filters, counts, brands, agents, ...rest }: Props) {
  const { status, agent } = filters;
  return (
    <ListBar
      title="Chats"
      label="Chats"
      {...rest}
      href={staffChatsHref(filters)}
      clearHref={staffChatsHref(filters, { q: "", brand: null, agent: null })}
      search={{ id: "chat-search", placeholder: "Number, name or text" }}
      tabs={
        <ChipRow label="Chats">
          <Chip href={staffChatsHref(filters, { status: null, agent: null })} selected={!status && !agent}>
            All
          </Chip>
          <Chip
            href={staffChatsHref(filters, { status: "new", agent: null })}
            selected={status === "new" && !agent}
            count={counts.waiting}
          >
            Waiting
          </Chip>
          <Chip
            href={staffChatsHref(filters, { status: "in_progress", agent: "me" })}
            selected={status === "in_progress" && agent === "me"}
            count={counts.mine}
          >
            Yours
          </Chip>
        </ChipRow>
      }
      fields={[
        brandField("chat-brand", brands),
        {
          ...{ kind: "select", id: "chat-agent", label: "Agent", name: "agent", all: "Anybody" },
          options: [["me", "Me"], ["nobody", "Nobody"], ...agents.map(({ id, name }) => [id, name] as const)],
        },
        {
          kind: "select",
          id: "chat-sort",
          label: "Sort by",
          name: "sort",
          options: choicesOf(STAFF_CHAT_SORTS, SORTS),
        },
      ]}
    >
      <ChoiceMenu
        label="Status"
        choices={[[null, "All"], ...choicesOf(THREAD_STATUSES.chat, KINDS.chat.staffLabels)]}
        chosen={status}
        href={(to) => staffChatsHref(filters, { status: to })}
      />
    </ListBar>
  );
}
