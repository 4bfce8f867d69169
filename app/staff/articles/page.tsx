import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ArticleTable } from "@/components/site/articles/staff/article-table";
import { ChoiceChips } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter } from "@/lib/kit/lists/address";
import { writesArticles } from "@/lib/site/articles/policy";
import { listArticles } from "@/lib/site/articles/queries";
import { ARTICLE_STATE_LABELS } from "@/lib/site/articles/rules";
import { articlesHref, LISTED_STATES } from "@/lib/site/articles/schema";

export const metadata: Metadata = { title: "Articles" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What agents wrote from solved cases, and how it does. */
export default async function StaffArticlesPage({ searchParams }: Props) {
  const query = await searchParams;
  const state = LISTED_STATES.find((one) => one === firstParameter(query, "state")) ?? null;
  const { rows, zone } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!writesArticles(viewer)) forbidden();
    return { rows: await listArticles(context, { state }), zone: signedIn.account.timeZone ?? brand.zone };
  });
  const states = [[null, "All"] as const, ...LISTED_STATES.map((one) => [one, ARTICLE_STATE_LABELS[one]] as const)];
  return (
    <>
      <PageHeader
        title="Articles"
        detail="Written from solved cases. Released ones are in the resource library of support clients."
      />
      <div className="mb-4">
        <ChoiceChips label="States" choices={states} chosen={state} href={articlesHref} />
      </div>
      <Panel flush>
        <ArticleTable rows={rows} zone={zone} isNarrowed={state !== null} />
      </Panel>
    </>
  );
}
