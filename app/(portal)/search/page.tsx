import type { Metadata } from "next";
import { SearchPage } from "@/components/site/search/search-page";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { routes } from "@/lib/routes";
import { noteMissedSearch } from "@/lib/site/search/missed/service";
import { search } from "@/lib/site/search/queries";
import { isMissed, MOST_ON_PAGE, parseSearch } from "@/lib/site/search/schema";

export const metadata: Metadata = { title: "Search" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Everything that this contact may find, by one search. */
export default async function ClientSearchPage({ searchParams }: Props) {
  const q = parseSearch(await searchParams);
  const { brand, viewer, answer } = await asViewer("client", async (context, { brand, viewer, signedIn }) => ({
    ...{ brand, viewer },
    ...(await search(context, { q, brand, most: MOST_ON_PAGE, zone: signedIn.account.timeZone ?? brand.zone })),
  }));
  if (isMissed(q, answer)) await noteMissedSearch(viewer, brand.key, q);
  return (
    <SearchPage
      path={routes.search}
      q={q}
      answer={answer}
      looksThrough="Looks through what you may see: cases, invoices, estimates, requests, your chats, resources and the FAQ."
      onwards={[
        ...(mayAsk(viewer) ? [{ href: routes.accountTeamNew(), label: "Ask your account team" }] : []),
        { href: routes.faq, label: "Read the FAQ" },
      ]}
    />
  );
}
