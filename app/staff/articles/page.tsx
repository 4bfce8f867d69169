import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { ArticleTable } from "@/components/site/articles/staff/article-table";
import { brandField } from "@/components/ui/brand-field";
import { choicesOf } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { together } from "@/lib/kit/together";
import { writesArticles } from "@/lib/site/articles/policy";
import { listArticles } from "@/lib/site/articles/queries";
import { ARTICLE_STATE_LABELS } from "@/lib/site/articles/rules";
import { articlesHref, LISTED_STATES, parseArticleFilters } from "@/lib/site/articles/schema";

export const metadata: Metadata = { title: "Articles" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What agents wrote from solved cases, and how it does. */
export default async function StaffArticlesPage({ searchParams }: Props) {
  const filters = parseArticleFilters(await searchParams);
  const { viewer, list } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!writesArticles(viewer)) forbidden();
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    return together({ viewer, list: listArticles(context, filters, local) });
  });
  const brands = await brandNames(viewer.brands);
  return (
    <ListPage
      list={list}
      href={() => articlesHref(filters)}
      bar={
        <ListBar
          title="Articles"
          detail="Written from solved cases. Released ones are in the resource library of support clients."
          label="Articles"
          href={articlesHref(filters)}
          clearHref={articlesHref({})}
          search={{ id: "article-search", placeholder: "Title or case number" }}
          fields={[
            {
              ...{ kind: "select", id: "article-state", label: "State", name: "state", all: "All states" },
              options: choicesOf(LISTED_STATES, ARTICLE_STATE_LABELS),
            },
            brandField("article-brand", brands),
          ]}
        />
      }
      empty={
        <ListEmpty
          thing="article"
          href={articlesHref(filters)}
          searched="Search looks through titles and numbers of cases."
          nothing="Open a case that was closed as solved, and choose Draft an article."
        />
      }
    >
      <ArticleTable rows={list.rows} brands={viewer.brands.length > 1 ? brands : {}} />
    </ListPage>
  );
}
