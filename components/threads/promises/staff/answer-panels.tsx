import { Panel } from "@/components/ui/panel";
import type { Zoned } from "@/lib/kit/time";
import { inTimeWords, type Tally, tallyWords } from "@/lib/threads/promises/rules";
import { type AnswerFilters, type AnswerWindow, answersHref } from "@/lib/threads/promises/schema";
import type { AnswerLine, CauseCount, StaffMiss } from "@/lib/threads/promises/staff/queries";
import { AnswerChart } from "./answer-chart";
import { GROUP_LABELS } from "./answer-filters";
import { AnswerTable } from "./answer-table";
import { CauseList } from "./cause-list";
import { MissList } from "./miss-list";

const WHEN: Readonly<Record<AnswerWindow, string>> = {
  weeks: "in the last 12 weeks",
  year: "this year",
  "last-year": "last year",
};

interface Props {
  filters: AnswerFilters;
  lines: readonly AnswerLine[];
  total: {
    readonly tally: Tally;
    readonly causes: readonly CauseCount[];
    readonly misses: readonly StaffMiss[];
  };
  local: Zoned;
}

/** The figures as chart and table, why answers came late, and the late ones. */
export function AnswerPanels({ filters, lines, total: { tally, causes, misses }, local }: Props) {
  const heading = GROUP_LABELS[filters.by];
  return (
    <div className="grid gap-6">
      <Panel title={<span className="text-base">{tallyWords(tally, WHEN[filters.window])}</span>} flush>
        <AnswerChart lines={lines} label={`${inTimeWords(tally)} by ${heading.toLowerCase()}`} />
        <div className="mt-4 border-t border-line">
          <AnswerTable lines={lines} heading={heading} hasSolutions={filters.of === "case"} />
        </div>
      </Panel>
      {causes.length > 0 && (
        <Panel title="Why answers came late">
          <CauseList causes={causes} />
        </Panel>
      )}
      {misses.length > 0 && (
        <div id="misses" className="scroll-mt-20">
          <Panel title={misses.length < tally.missed ? "The latest late answers" : "Late answers"} flush>
            <MissList
              misses={misses}
              kind={filters.of}
              local={local}
              query={answersHref(filters).split("?")[1] ?? ""}
            />
          </Panel>
        </div>
      )}
    </div>
  );
}
