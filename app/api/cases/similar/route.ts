import { defineRoute } from "@/lib/gate/actions/route";
import { hasCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { matchFaq } from "@/lib/site/faq/match/rules";
import { listFaq } from "@/lib/site/faq/queries";
import { sectionsOf } from "@/lib/site/faq/rules";
import { suggestResources } from "@/lib/site/library/queries";
import { KIND_LABELS } from "@/lib/site/library/rules";
import { STATUS_LABELS } from "@/lib/threads/cases/rules";
import type { Suggestions } from "@/lib/threads/cases/schema";
import { listSimilarCases } from "@/lib/threads/cases/similar/queries";

const MAX_TEXT = 500;
const MOST = 3;

/** As chosen in a form, no longer than names are. */
const nameOf = (typed: string | null) => (typed ?? "").slice(0, 100).toWellFormed().replaceAll("\0", "").trim();

/**
 * Suggestions for somebody who types `q` into a new case or chat about a `product` in a `version`: similar cases that
 * they may see, resources, and entries of the FAQ.
 */
export const GET = defineRoute({
  name: "cases.similar",
  audience: "client",
  limit: "suggestionByAccount",
  handle: async ({ brand, viewer, asViewer }, request) => {
    if (!hasCases(viewer)) return null;
    const asked = new URL(request.url).searchParams;
    const text = (asked.get("q") ?? "").slice(0, MAX_TEXT).toWellFormed().replaceAll("\0", " ");
    const product = nameOf(asked.get("product"));
    const productVersion = nameOf(asked.get("version"));
    const { cases, resources, faq } = await asViewer("read", (context) =>
      together({
        cases: listSimilarCases(context, text, MOST),
        faq: listFaq(context, brand.key),
        resources: suggestResources(context, { text, product, productVersion }, MOST),
      }),
    );
    const found: Suggestions = {
      cases: cases.map(({ number, subject, status }) => ({
        href: routes.case(number),
        number,
        subject,
        status: STATUS_LABELS[status],
      })),
      faq: matchFaq(sectionsOf(faq, brand), text, MOST).map(({ id, question }) => ({
        href: `${routes.faq}#${id}`,
        question,
      })),
      resources: resources.map(({ id, title, kind }) => ({
        href: routes.resource(id),
        title,
        kind: KIND_LABELS[kind],
      })),
    };
    return Response.json(found);
  },
});
