import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { ArticleForm } from "@/components/site/articles/staff/article-form";
import { FlagsPanel } from "@/components/site/articles/staff/flags-panel";
import { ReleasePanel } from "@/components/site/articles/staff/release-panel";
import { ARTICLE_TONES } from "@/components/site/articles/staff/tones";
import { ArticleBody } from "@/components/site/library/article-body";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { writesArticles } from "@/lib/site/articles/policy";
import { findArticle } from "@/lib/site/articles/queries";
import { ARTICLE_STATE_LABELS, openFlags, textOf } from "@/lib/site/articles/rules";
import { ARTICLE_NOTES, type ArticleNote } from "@/lib/site/articles/schema";
import { listLibraryProducts } from "@/lib/site/library/queries";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";

export const metadata: Metadata = { title: "Article" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const NOTES: Readonly<Record<ArticleNote, string>> = {
  drafted: "Draft begun, with the subject of the case as its title.",
  saved: "Saved.",
  kept: "Noted.",
  submitted: "Handed over. A second person reads it now.",
  returned: "Sent back.",
  approved: "Released. Support clients find it now.",
  withdrawn: "Withdrawn. No client finds it any more.",
  revised: "Begun anew from what clients read.",
};

/** One article: its text, what in it may tell whose case it was, and how far it is. */
export default async function StaffArticlePage({ params, searchParams }: Props) {
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const { article, products, viewer, zone } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!writesArticles(viewer)) forbidden();
    const article = await findArticle(context, id);
    if (!article) notFound();
    const zone = signedIn.account.timeZone ?? brand.zone;
    return together({ article, viewer, zone, products: listLibraryProducts(context, article.brand) });
  });
  await recordLooks(viewer, { brand: article.brand, companyId: article.companyId }, LOOKED_WITH.case);
  const note = ARTICLE_NOTES.find((word) => word === firstParameter(query, "note"));
  const { state, title, summary, symptom, cause, fix, kept, number } = article;
  const isOpen = state === "draft" || state === "submitted";
  return (
    <>
      <PageHeader
        back={{ href: routes.staffArticles, label: "Articles" }}
        title={<span className="wrap-anywhere">{title}</span>}
        detail={
          <>
            <StatusDot tone={ARTICLE_TONES[state]}>{ARTICLE_STATE_LABELS[state]}</StatusDot>
            {" · From case "}
            <TextLink href={routes.staffCase(number)}>{number}</TextLink>
          </>
        }
      />
      <div className="grid gap-6">
        {note && (
          <Callout tone="success" role="status">
            {NOTES[note]}
          </Callout>
        )}
        <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="grid grid-cols-1 gap-6">
            {isOpen && <ArticleForm article={article} products={products} />}
            <Panel title={isOpen ? "As clients will read it" : "As it was approved"}>
              <div className="grid gap-4">
                <p className="max-w-[70ch] text-base wrap-anywhere">{summary}</p>
                <ArticleBody article={{ symptom, cause, fix }} />
              </div>
            </Panel>
          </div>
          <div className="grid grid-cols-1 gap-6">
            {isOpen && (
              <FlagsPanel article={article.id} open={openFlags(textOf(article), article.facts, kept)} kept={kept} />
            )}
            <ReleasePanel article={article} isAuthor={article.authors.includes(viewer.staffId)} zone={zone} />
            {article.told !== "" && (
              <Panel title="The case">
                <details className="text-sm">
                  <summary className="inline-flex min-h-11 cursor-pointer items-center lg:min-h-8">
                    What the client wrote first
                  </summary>
                  <p className="whitespace-pre-wrap wrap-anywhere">{article.told}</p>
                </details>
              </Panel>
            )}
          </div>
        </div>
      </div>
    </>
  );
}
