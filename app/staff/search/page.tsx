import type { Metadata } from "next";
import { SearchPage } from "@/components/site/search/search-page";
import { asViewer } from "@/lib/gate/actions/context";
import { recordManyLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { search } from "@/lib/site/search/queries";
import { MOST_ON_PAGE, parseSearch } from "@/lib/site/search/schema";

export const metadata: Metadata = { title: "Search" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * Everything of the viewer's brands that their roles may find, by one search. What it does not find is not counted:
 * staff search for people by their names.
 */
export default async function StaffSearchPage({ searchParams }: Props) {
  const q = parseSearch(await searchParams);
  const { viewer, answer, looked } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => ({
    viewer,
    ...(await search(context, { q, brand, most: MOST_ON_PAGE, zone: signedIn.account.timeZone ?? brand.zone })),
  }));
  await recordManyLooks(viewer, looked);
  return (
    <SearchPage
      path={routes.staffSearch}
      q={q}
      answer={answer}
      looksThrough="Looks through all that your roles may read in your brands."
      onwards={[{ href: routes.staff, label: "Go to the overview" }]}
    />
  );
}
