"use server";

import type { StaffViewer } from "@/db/viewer";
import { defineAction, type WriteContext } from "@/lib/gate/actions/define";
import {
  arrangeFaqSchema,
  faqDeskHref,
  publishFaqSchema,
  restoreFaqSchema,
  saveEntrySchema,
  saveGroupSchema,
  scheduleFaqSchema,
  undoFaqSchema,
} from "./schema";
import { arrangeFaq, publishFaq, restoreFaq, saveEntry, saveGroup, scheduleFaq, undoFaq } from "./service";

const named = (context: WriteContext<StaffViewer>) => ({ ...context, name: context.signedIn.account.name });

export const saveEntryAction = defineAction({
  name: "faq.save-entry",
  audience: "staff",
  input: saveEntrySchema,
  limit: "workByAccount",
  run: (context, input) => saveEntry(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "saved"),
});

export const arrangeFaqAction = defineAction({
  name: "faq.arrange",
  audience: "staff",
  input: arrangeFaqSchema,
  limit: "workByAccount",
  run: (context, input) => arrangeFaq(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "saved"),
});

export const saveGroupAction = defineAction({
  name: "faq.save-group",
  audience: "staff",
  input: saveGroupSchema,
  limit: "workByAccount",
  run: (context, input) => saveGroup(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "saved"),
});

export const publishFaqAction = defineAction({
  name: "faq.publish",
  audience: "staff",
  input: publishFaqSchema,
  limit: "workByAccount",
  run: (context, input) => publishFaq(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "published"),
});

export const scheduleFaqAction = defineAction({
  name: "faq.schedule",
  audience: "staff",
  input: scheduleFaqSchema,
  limit: "workByAccount",
  run: (context, input) => scheduleFaq(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "scheduled"),
});

export const restoreFaqAction = defineAction({
  name: "faq.restore",
  audience: "staff",
  input: restoreFaqSchema,
  limit: "workByAccount",
  run: (context, input) => restoreFaq(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "restored"),
});

export const undoFaqAction = defineAction({
  name: "faq.undo",
  audience: "staff",
  input: undoFaqSchema,
  limit: "workByAccount",
  run: (context, input) => undoFaq(named(context), input),
  then: (_, { brand }) => faqDeskHref(brand, "undone"),
});
