import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import { ESTIMATE_ENDS_SOON_DAYS } from "@/lib/money/estimates/rules";
import { type EstimateFilter, type EstimateFilters, estimatesHref } from "@/lib/money/estimates/schema";
import { routes } from "@/lib/routes";

const nothing: Record<EstimateFilter, readonly [title: string, sentence: string]> = {
  open: ["No estimate is open", "New ones are listed here until they are accepted or end."],
  ending: ["No estimate is about to end", `Open ones are listed here in their last ${ESTIMATE_ENDS_SOON_DAYS} days.`],
  expired: ["No estimate has expired", "Open ones move here the day after their last day."],
  accepted: ["No estimate is accepted yet", "Once you accept one, you find it here."],
  declined: ["No estimate was declined", "Those that you turn down are kept here."],
  withdrawn: ["No estimate was withdrawn", "Those that we take back are kept here."],
};

/** An empty list: no estimates at all, or none for these filters, with a link that clears them. */
export function EstimateEmpty({ filters, supportMailbox }: { filters: EstimateFilters; supportMailbox: string }) {
  if (filters.q !== "") {
    return (
      <EmptyState
        title="No estimate matches"
        action={
          <>
            <ButtonLink href={estimatesHref(filters, { q: "" })}>Clear the search</ButtonLink>
            {filters.status && (
              <ButtonLink href={estimatesHref(filters, { status: null })} variant="quiet">
                Search in all estimates
              </ButtonLink>
            )}
          </>
        }
      >
        Every word must be found in the number or the title of one estimate.
      </EmptyState>
    );
  }
  if (filters.status) {
    const [title, sentence] = nothing[filters.status];
    return (
      <EmptyState title={title} action={<ButtonLink href={routes.estimates}>Show all estimates</ButtonLink>}>
        {sentence}
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Your estimates will be here">
      You have none yet. To ask for one, write to{" "}
      <TextLink href={`mailto:${supportMailbox}`}>{supportMailbox}</TextLink>.
    </EmptyState>
  );
}
