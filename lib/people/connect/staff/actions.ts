"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { approveVisitorSchema, declineVisitorSchema, doneHref, visitorSchema } from "./schema";
import { approveVisitor, blockVisitor, declineVisitor, leadVisitor, unblockVisitor } from "./service";

export const approveVisitorAction = defineAction({
  name: "visitor.approve",
  audience: "staff",
  input: approveVisitorSchema,
  limit: "messageByAccount",
  run: approveVisitor,
  then: () => doneHref("approved"),
});

export const leadVisitorAction = defineAction({
  name: "visitor.lead",
  audience: "staff",
  input: visitorSchema,
  limit: "messageByAccount",
  run: (context, { visitor }) => leadVisitor(context, visitor),
  then: () => doneHref("led"),
});

export const declineVisitorAction = defineAction({
  name: "visitor.decline",
  audience: "staff",
  input: declineVisitorSchema,
  limit: "messageByAccount",
  run: declineVisitor,
  then: () => doneHref("declined"),
});

export const blockVisitorAction = defineAction({
  name: "visitor.block",
  audience: "staff",
  input: visitorSchema,
  limit: "workByAccount",
  run: (context, { visitor }) => blockVisitor(context, visitor),
  then: () => doneHref("blocked"),
});

export const unblockVisitorAction = defineAction({
  name: "visitor.unblock",
  audience: "staff",
  input: visitorSchema,
  limit: "workByAccount",
  run: (context, { visitor }) => unblockVisitor(context, visitor),
  then: (_, { visitor }) => routes.staffWaitingOne(visitor),
});
