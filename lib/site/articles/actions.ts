"use server";

import { defineAction } from "@/lib/gate/actions/define";
import {
  articleHref,
  draftArticleSchema,
  keepWordSchema,
  moveArticleSchema,
  NOTE_OF,
  saveArticleSchema,
} from "./schema";
import { draftArticle, keepWord, moveArticle, saveArticle } from "./service";

export const draftArticleAction = defineAction({
  name: "article.draft",
  audience: "staff",
  input: draftArticleSchema,
  limit: "workByAccount",
  run: (context, input) => draftArticle({ ...context, name: context.signedIn.account.name }, input),
  then: (id) => articleHref(id, "drafted"),
});

export const saveArticleAction = defineAction({
  name: "article.save",
  audience: "staff",
  input: saveArticleSchema,
  limit: "workByAccount",
  run: (context, input) => saveArticle({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { article }) => articleHref(article, "saved"),
});

export const keepWordAction = defineAction({
  name: "article.keep-word",
  audience: "staff",
  input: keepWordSchema,
  limit: "workByAccount",
  run: (context, input) => keepWord({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { article }) => articleHref(article, "kept"),
});

export const moveArticleAction = defineAction({
  name: "article.move",
  audience: "staff",
  input: moveArticleSchema,
  limit: "workByAccount",
  run: (context, input) => moveArticle({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { article, move }) => articleHref(article, NOTE_OF[move]),
});
