import { defineRoute } from "@/lib/gate/actions/route";
import { hasCases } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { matchFaq } from "@/lib/site/faq/match/rules";
import { faqOf } from "@/lib/site/faq/rules";
import { suggestResources } from "@/lib/site/library/queries";
import { KIND_LABELS } from "@/lib/site/library/rules";
import { STATUS_LABELS } from "@/lib/threads/cases/rules";
import type { Suggestions } from "@/lib/threads/cases/schema";
import { listSimilarCases } from "@/lib/threads/cases/similar/queries";

const MAX_TEXT = 500;
const MOST = 3;

/**
 * Suggestions for somebody who types `q` into a new case: similar cases that they may see, and entries of the guide.
 */
export const GET = defineRoute({
  name: "cases.similar",
  audience: "client",
  limit: "suggestionByAccount",
  handle: async ({ brand, viewer, asViewer }, request) => {
    if (!hasCases(viewer)) return null;
    const text = (new URL(request.url).searchParams.get("q") ?? "").slice(0, MAX_TEXT);
    const { cases, resources } = await asViewer("read", (context) =>
      together({
        cases: listSimilarCases(context, text, MOST),
        resources: suggestResources(context, text, MOST),
      }),
    );
    const found: Suggestions = {
      cases: cases.map(({ number, subject, status }) => ({
        href: routes.case(number),
        number,
        subject,
        status: STATUS_LABELS[status],
      })),
      faq: matchFaq(faqOf(brand), text, MOST).map(({ id, question }) => ({ href: `${routes.faq}#${id}`, question })),
      resources: resources.map(({ id, title, kind }) => ({
        href: routes.resource(id),
        title,
        kind: KIND_LABELS[kind],
      })),
    };
    return Response.json(found);
  },
});
