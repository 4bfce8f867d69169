import { NoneFound } from "@/components/threads/none-found";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/routes";
import type { CaseCounts } from "@/lib/threads/cases/list/queries";
import { REOPEN_DAYS } from "@/lib/threads/cases/rules";
import { type CaseFilters, casesHref } from "@/lib/threads/cases/schema";
import { isNarrowed, WIDE } from "./narrowed";

/** An empty list: no case filed yet, none in this tab, or none for these filters, with a link that clears them. */
export function CaseEmpty({ filters, counts }: { filters: CaseFilters; counts: CaseCounts }) {
  const other = filters.tab === "current" ? "historical" : "current";
  if (isNarrowed(filters)) {
    return (
      <NoneFound
        title="No case matches"
        clear={{ href: casesHref(filters, WIDE), label: "Clear the filters" }}
        other={
          counts[other] > 0 && {
            href: casesHref(filters, { tab: other }),
            label: other === "historical" ? "Look in Historical" : "Look in Current Cases",
          }
        }
      >
        Every word must be found in the number, the subject, the product, the names or the messages of one case.
      </NoneFound>
    );
  }
  if (filters.tab === "historical") {
    return (
      <EmptyState title="Closed cases will be here" action={<ButtonLink href={routes.cases}>Current Cases</ButtonLink>}>
        You can read them again at any time. For {REOPEN_DAYS} days after closing, a reply opens them again.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={counts.historical > 0 ? "No case is open" : "Your cases will be here"}
      action={
        <ButtonLink href={routes.casesNew} variant={counts.historical > 0 ? "secondary" : "primary"}>
          Add New Case
        </ButtonLink>
      }
    >
      {counts.historical > 0
        ? "Everything that you filed is closed. Closed cases are under Historical."
        : "A case is how you ask technical support for help. You say what happens and how badly your plant is hit; an engineer answers here and by mail until it is solved."}
    </EmptyState>
  );
}
