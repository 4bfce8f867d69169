import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { VisitorFilterBar } from "@/components/people/connect/staff/visitor-filters";
import { VisitorTable } from "@/components/people/connect/staff/visitor-table";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { firstParameter, sentenceFor } from "@/lib/kit/lists/address";
import { admitsVisitors } from "@/lib/people/connect/staff/policy";
import { listVisitors } from "@/lib/people/connect/staff/queries";
import { DONE, parseVisitorFilters, type VisitorFilters, visitorsHref } from "@/lib/people/connect/staff/schema";

export const metadata: Metadata = { title: "Waiting for an account" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const SAID: Readonly<Record<string, string>> = {
  approved: "Approved. The mail for the first sign-in is on its way.",
  led: "Done. A mail leads them to their sign-in.",
  declined: "Declined. Your sentence is on its way by mail.",
  erased: "Erased. Nothing of theirs is left but a line in the audit log.",
  blocked: "Blocked. Nobody is told, the visitor neither.",
};

const NOTHING: Readonly<Record<VisitorFilters["tab"], readonly [title: string, words: string]>> = {
  ready: ["Nobody waits", "Who writes under Connect with Us and confirms the address appears here."],
  unconfirmed: ["Nobody has yet to confirm", "Who has written, and has not opened the mailed link, appears here."],
  decided: ["Nobody was decided about yet", "Who was approved, declined or blocked appears here."],
};

/** Who wrote under Connect with Us and has no account yet, for administrators. */
export default async function StaffWaitingPage({ searchParams }: Props) {
  const query = await searchParams;
  const filters = parseVisitorFilters(query);
  const { viewer, list } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!admitsVisitors(viewer)) forbidden();
    return { viewer, list: await listVisitors(context, filters, { zone: signedIn.account.timeZone ?? brand.zone }) };
  });
  const brands = await brandNames(viewer.brands);
  const said = sentenceFor(SAID, firstParameter(query, DONE));
  const [title, words] = NOTHING[filters.tab];
  const isFiltered = filters.q !== "" || filters.brand !== null;
  return (
    <>
      <PageHeader title="Waiting for an account" detail="People who wrote under Connect with Us, longest wait first." />
      {said && (
        <div className="mb-4">
          <Callout tone="success" role="status">
            {said}
          </Callout>
        </div>
      )}
      <ListPage
        list={list}
        href={(cursor) => visitorsHref(filters, { cursor })}
        bar={<VisitorFilterBar filters={filters} brands={brands} />}
        empty={
          isFiltered ? (
            <ListEmpty
              thing="visitor"
              href={visitorsHref(filters)}
              searched="Every word must be part of a name, an address or a company."
              nothing={words}
            />
          ) : (
            <EmptyState title={title}>{words}</EmptyState>
          )
        }
      >
        <VisitorTable rows={list.rows} brands={brands} tab={filters.tab} />
      </ListPage>
    </>
  );
}
