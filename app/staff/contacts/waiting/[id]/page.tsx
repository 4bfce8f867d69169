import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { ApprovePanel } from "@/components/people/connect/staff/approve-panel";
import { BlockPanel, DeclinePanel, ExistingPanel, OutcomePanel } from "@/components/people/connect/staff/decide-panels";
import { VisitorDataPanel } from "@/components/people/connect/staff/visitor-data-panel";
import { FactsPanel, LikelyPanel, WordsPanel } from "@/components/people/connect/staff/visitor-panels";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { admitsVisitors } from "@/lib/people/connect/staff/policy";
import { findVisitor, type VisitorDetail } from "@/lib/people/connect/staff/queries";
import { parseVisitorId, parseVisitorPage } from "@/lib/people/connect/staff/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Waiting for an account" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

type Page = ReturnType<typeof parseVisitorPage>;

/** One person who waits for an account: what they wrote, whom they may be, and the decision. */
export default async function StaffWaitingOnePage({ params, searchParams }: Props) {
  const id = parseVisitorId((await params).id);
  const page = parseVisitorPage(await searchParams);
  const visitor = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!admitsVisitors(viewer)) forbidden();
    return id && findVisitor(context, { id, q: page.find }, { zone: signedIn.account.timeZone ?? brand.zone });
  });
  if (!visitor) notFound();
  const brands = await brandNames([visitor.brand]);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffWaiting, label: "Waiting for an account" }}
        title={<span className="wrap-anywhere">{visitor.name}</span>}
        detail={<span className="wrap-anywhere">{visitor.company}</span>}
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6 lg:order-last">
          <FactsPanel visitor={visitor} brand={brands[visitor.brand] ?? visitor.brand} />
          <LikelyPanel likely={visitor.likely} />
          {visitor.contact === null && <VisitorDataPanel visitor={visitor} />}
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <WordsPanel words={visitor.words} />
          <Decision visitor={visitor} page={page} />
        </div>
      </div>
    </>
  );
}

/** What the viewer may do now, which depends on how the visitor stands. */
function Decision({ visitor, page }: { visitor: VisitorDetail; page: Page }) {
  if (visitor.state !== "waiting") return <OutcomePanel visitor={visitor} />;
  const existing = visitor.likely.find(({ email }) => email === visitor.email);
  if (visitor.confirmed === null) {
    return (
      <>
        <Callout tone="info" title="The address is not confirmed">
          The portal has mailed a link to it. Once it is opened and its button pressed, you can approve or decline.
        </Callout>
        <BlockPanel visitor={visitor} />
      </>
    );
  }
  return (
    <>
      {existing ? (
        <ExistingPanel visitor={visitor} existing={existing} />
      ) : (
        <ApprovePanel visitor={visitor} page={page} />
      )}
      <DeclinePanel visitor={visitor} />
      <BlockPanel visitor={visitor} />
    </>
  );
}
