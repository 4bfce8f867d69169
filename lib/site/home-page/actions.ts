"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { forgetBrands } from "@/lib/gate/brand/load";
import { editSchema, homePageDeskHref, NOTE_OF, restoreSchema, withdrawSchema } from "./schema";
import { editHomePage, restoreHomePage, withdrawHomePage } from "./service";

export const editHomePageAction = defineAction({
  name: "home-page.edit",
  audience: "staff",
  input: editSchema,
  limit: "workByAccount",
  run: (context, input) => editHomePage({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { brand, move }) => {
    forgetBrands();
    return homePageDeskHref(brand, { note: NOTE_OF[move] });
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

export const withdrawHomePageAction = defineAction({
  name: "home-page.withdraw",
  audience: "staff",
  input: withdrawSchema,
  limit: "workByAccount",
  run: (context, input) => withdrawHomePage({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { brand }) => homePageDeskHref(brand, { note: "withdrawn" }),
});
