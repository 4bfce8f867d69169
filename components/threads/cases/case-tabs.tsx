import { Tabs } from "@/components/ui/tabs";
import { routes } from "@/lib/routes";
import type { CaseCounts } from "@/lib/threads/cases/list/queries";
import { CASE_TABS, type CaseTab } from "@/lib/threads/cases/schema";
import { TAB_LABELS } from "./tab-labels";

interface Props {
  /** Address of a tab of cases. */
  href: (tab: CaseTab) => string;
  counts: CaseCounts;
  /** How many chats the viewer has had and has. */
  chats: number;
  selected: CaseTab | "chats";
}

/** The tabs of Support Cases: cases that go on, those that are closed, and the viewer's chats. */
export function CaseTabs({ href, counts, chats, selected }: Props) {
  return (
    <Tabs
      label="Cases"
      tabs={[
        ...CASE_TABS.map((tab) => ({
          href: href(tab),
          label: TAB_LABELS[tab],
          count: counts[tab],
          selected: tab === selected,
        })),
        { href: routes.caseChats, label: "Chats", count: chats, selected: selected === "chats" },
      ]}
    />
  );
}
