import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { ColleaguesPanel } from "@/components/people/colleagues/colleagues-panel";
import { InviteForm } from "@/components/people/colleagues/invite-form";
import { ClientViewsPanel } from "@/components/people/looks/client-views-panel";
import { LooksPanel } from "@/components/people/looks/looks-panel";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { together } from "@/lib/kit/together";
import { listClientViews } from "@/lib/people/client-views/queries";
import { readColleagues } from "@/lib/people/colleagues/queries";
import { COLLEAGUES_DONE, parseColleagues } from "@/lib/people/colleagues/schema";
import { listLooks } from "@/lib/people/looks/queries";
import { looksReadBy } from "@/lib/people/looks/rules";
import { parseBefore } from "@/lib/people/looks/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Company" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The company's people, for company administrators, and who of the firm looked at the company, for whom it concerns. */
export default async function CompanySettingsPage({ searchParams }: Props) {
  const query = await searchParams;
  const before = parseBefore(query);
  const { done, removing } = parseColleagues(query);
  const { brand, signedIn, viewer, colleagues, list, views } = await asViewer("client", (context, entered) =>
    together({
      ...entered,
      colleagues: readColleagues(context),
      list: listLooks(context, before),
      views: listClientViews(context),
    }),
  );
  const own = colleagues?.people.find(({ isViewer }) => isViewer)?.rights;
  return (
    <>
      <PageHeader
        back={{ href: routes.settings, label: "Settings" }}
        title="Company"
        detail={own ? "Your colleagues on the portal, and who looked at your company." : "Who looked at your company."}
      />
      <div className="grid max-w-180 gap-10">
        {colleagues && own && (
          <section id="colleagues" aria-labelledby="colleagues-title" className="grid min-w-0 scroll-mt-20 gap-4">
            <div className="grid gap-1">
              <h2 id="colleagues-title" className="text-lg font-semibold">
                Colleagues
              </h2>
              <p className="text-sm text-muted">
                You look after who of your company uses the portal. Portal support is told of each change.
              </p>
            </div>
            {done && (
              <Callout tone="success" role="status">
                {COLLEAGUES_DONE[done]}
              </Callout>
            )}
            <ColleaguesPanel people={colleagues.people} removing={removing} formId={uuidv7()} />
            <InviteForm own={own} domains={colleagues.domains} formId={uuidv7()} />
          </section>
        )}
        <section id="looked" aria-labelledby="looked-title" className="grid min-w-0 scroll-mt-20 gap-4">
          <div className="grid gap-1">
            <h2 id="looked-title" className="text-lg font-semibold">
              Who looked
            </h2>
            <p className="text-sm text-muted">
              Which people at {brand.name} opened data of your company, once a day for each kind, and in what capacity.
              You see the kinds that you may open yourself.
            </p>
          </div>
          {views.length > 0 && before === null && (
            <ClientViewsPanel views={views} zone={signedIn.account.timeZone ?? brand.zone} />
          )}
          {looksReadBy(viewer).length > 0 ? (
            <LooksPanel list={list} firm={brand.name} before={before} />
          ) : (
            <Panel>
              <p className="text-sm text-muted">
                {viewer.companyId === null
                  ? "Your account belongs to no company, so there is nothing to show."
                  : "Your rights cover nothing of the whole company, so there is nothing to show."}
              </p>
            </Panel>
          )}
        </section>
      </div>
    </>
  );
}
