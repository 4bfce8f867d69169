"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { addReplySchema, removeReplySchema, repliesHref, saveReplySchema } from "./schema";
import { addReply, removeReply, saveReply } from "./service";

export const addReplyAction = defineAction({
  name: "canned-reply.add",
  audience: "staff",
  input: addReplySchema,
  limit: "workByAccount",
  run: addReply,
  then: (place) => repliesHref(place, "added"),
});

export const saveReplyAction = defineAction({
  name: "canned-reply.save",
  audience: "staff",
  input: saveReplySchema,
  limit: "workByAccount",
  run: saveReply,
  then: (place) => repliesHref(place, "saved"),
});

export const removeReplyAction = defineAction({
  name: "canned-reply.remove",
  audience: "staff",
  input: removeReplySchema,
  limit: "workByAccount",
  run: removeReply,
  then: (place) => repliesHref(place, "removed"),
});
