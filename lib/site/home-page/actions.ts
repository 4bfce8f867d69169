"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { forgetBrands } from "@/lib/gate/brand/load";
import { homePageDeskHref } from "@/lib/site/home-page/desk/schema";
import { sealDraft } from "@/lib/site/home-page/draft/service";
import { editSchema, restoreSchema } from "./schema";
import { checkHomePage, publishedSince, publishHomePage, restoreHomePage } from "./service";

/**
 * If a colleague has published meanwhile, the typed text comes back as a preview beside the published version, and the
 * form may then be published over that version. It may not replace a version that is published after that one, because
 * the editor has not seen it.
 */
export const editHomePageAction = defineAction({
  name: "home-page.edit",
  audience: "staff",
  input: editSchema,
  limit: "workByAccount",
  run: async (context, input) => {
    await checkHomePage(context, input);
    const since = await publishedSince(context, input);
    if (since) return { draft: { ...input, seen: since.id }, isNewer: true };
    if (input.preview) return { draft: input };
    await publishHomePage({ ...context, name: context.signedIn.account.name }, input);
    return { draft: null };
  },
  then: ({ draft, isNewer }, { brand }, { viewer }) => {
    if (!draft) {
      forgetBrands();
      return homePageDeskHref(brand, { note: "published" });
    }
    const sealed = sealDraft(viewer.staffId, draft);
    return homePageDeskHref(brand, { draft: sealed, ...(isNewer ? { note: "newer" } : {}) });
  },
});

export const restoreHomePageAction = defineAction({
  name: "home-page.restore",
  audience: "staff",
  input: restoreSchema,
  limit: "workByAccount",
  run: (context, input) => restoreHomePage({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { brand }) => {
    forgetBrands();
    return homePageDeskHref(brand, { note: "restored" });
  },
});
