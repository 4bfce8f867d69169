import { NoneFound } from "@/components/threads/none-found";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { routes } from "@/lib/routes";
import { type ServiceFilters, type ServiceTab, serviceHref } from "@/lib/threads/requests/schema";

interface Props {
  filters: ServiceFilters;
  counts: Readonly<Record<ServiceTab, number>>;
}

/** An empty list: no requests yet, none in this tab, or none for these filters, with a link that clears them. */
export function ServiceEmpty({ filters, counts }: Props) {
  const { tab, q } = filters;
  const other = tab === "open" ? "closed" : "open";
  if (q !== "") {
    return (
      <NoneFound
        title="Nothing matches"
        clear={{ href: serviceHref(filters, { q: "" }), label: "Clear the search" }}
        other={
          counts[other] > 0 && {
            href: serviceHref(filters, { tab: other }),
            label: other === "closed" ? "Look in Closed" : "Look in Open",
          }
        }
      >
        Every word must be found in the number, the subject, the product, the names or the messages of one case or
        request.
      </NoneFound>
    );
  }
  if (tab === "closed") {
    return (
      <EmptyState
        title="Closed cases and requests will be here"
        action={<ButtonLink href={routes.serviceRequests}>Open</ButtonLink>}
      >
        You can read them again at any time. A message to a closed request opens it again.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={counts.closed > 0 ? "Nothing is open" : "Your cases and requests will be here"}
      action={<ButtonLink href={routes.accountTeam}>Your Account Team</ButtonLink>}
    >
      Ask your account team about subscriptions, contracts and renewals, and technical support about your systems.
    </EmptyState>
  );
}
