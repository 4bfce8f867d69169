import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import type { ThreadKind } from "@/db/schema/constants";
import {
  ANSWER_GROUPS,
  ANSWER_WINDOWS,
  type AnswerFilters,
  type AnswerGroup,
  type AnswerWindow,
  answersHref,
} from "@/lib/threads/promises/schema";

export const GROUP_LABELS: Readonly<Record<AnswerGroup, string>> = {
  week: "Week",
  severity: "Severity",
  brand: "Brand",
  agreement: "Agreement",
  coverage: "Coverage",
  agent: "Agent",
};

const WINDOW_LABELS: Readonly<Record<AnswerWindow, string>> = {
  weeks: "Last 12 weeks",
  year: "This year",
  "last-year": "Last year",
};

const KIND_LABELS: Readonly<Record<ThreadKind, string>> = { case: "Cases", request: "Requests", chat: "Chats" };

interface Props {
  filters: AnswerFilters;
  brands: BrandNames;
  /** Kinds of threads that the viewer works or reads. */
  kinds: readonly ThreadKind[];
  /** Figures by agent are for leads. */
  isLead: boolean;
}

/** The window as chips, and a filter form that works without scripts by GET. */
export function AnswerFilterBar({ filters, brands, kinds, isLead }: Props) {
  const groups = ANSWER_GROUPS.filter((group) => group !== "week" && (isLead || group !== "agent"));
  return (
    <FilterBar
      label="Answers"
      href={answersHref(filters)}
      clearHref={answersHref(filters, { q: "", brand: null, by: "week", answers: "first", of: "case" })}
      search={{ id: "answer-search", label: "Company", placeholder: "Name of a client", className: "basis-full" }}
      more={[
        {
          ...{ kind: "select", id: "answer-by", label: "Shown by", name: "by", all: GROUP_LABELS.week },
          options: choicesOf(groups, GROUP_LABELS),
        },
        {
          ...{ kind: "select", id: "answer-which", label: "Answers", name: "answers", all: "First answers" },
          options: [["every", "Every answer"]],
        },
        kinds.length < 2
          ? null
          : {
              ...{ kind: "select", id: "answer-of", label: "In", name: "of", all: KIND_LABELS.case },
              options: choicesOf(
                kinds.filter((kind) => kind !== "case"),
                KIND_LABELS,
              ),
            },
        brandField("answer-brand", brands),
      ]}
      className="flex flex-wrap md:grid md:grid-cols-3 xl:grid-cols-6"
    >
      <ChoiceChips
        label="When they were due"
        choices={choicesOf(ANSWER_WINDOWS, WINDOW_LABELS)}
        chosen={filters.window}
        href={(window) => answersHref(filters, { window })}
      />
    </FilterBar>
  );
}
