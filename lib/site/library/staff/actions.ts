"use server";

import { defineAction } from "@/lib/gate/actions/define";
import {
  addLinkSchema,
  addTextSchema,
  createResourceSchema,
  editResourceSchema,
  moveResourceSchema,
  moveVersionSchema,
  NOTE_OF,
  releaseVersionSchema,
  staffResourceHref,
} from "./schema";
import { createResource, editResource, moveResource } from "./service";
import { addLink, addText, moveVersion, releaseVersion } from "./versions/service";

export const createResourceAction = defineAction({
  name: "library.create",
  audience: "staff",
  input: createResourceSchema,
  limit: "workByAccount",
  run: (context, input) => createResource(context, input),
  then: (_, { id }) => staffResourceHref(id, "created"),
});

export const editResourceAction = defineAction({
  name: "library.edit",
  audience: "staff",
  input: editResourceSchema,
  limit: "workByAccount",
  run: (context, input) => editResource(context, input),
  then: (_, { resource }) => staffResourceHref(resource, "saved"),
});

export const moveResourceAction = defineAction({
  name: "library.move",
  audience: "staff",
  input: moveResourceSchema,
  limit: "workByAccount",
  run: (context, input) => moveResource(context, input),
  then: (_, { resource, move }) => staffResourceHref(resource, NOTE_OF[move]),
});

export const addLinkAction = defineAction({
  name: "library.add-link",
  audience: "staff",
  input: addLinkSchema,
  limit: "workByAccount",
  run: (context, input) => addLink({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { resource }) => staffResourceHref(resource, "added"),
});

export const addTextAction = defineAction({
  name: "library.add-text",
  audience: "staff",
  input: addTextSchema,
  limit: "workByAccount",
  run: (context, input) => addText({ ...context, name: context.signedIn.account.name }, input),
  then: (_, { resource }) => staffResourceHref(resource, "added"),
});

export const moveVersionAction = defineAction({
  name: "library.move-version",
  audience: "staff",
  input: moveVersionSchema,
  limit: "workByAccount",
  run: (context, input) => moveVersion(context, input),
  then: (_, { resource, move }) => staffResourceHref(resource, NOTE_OF[move]),
});

export const releaseVersionAction = defineAction({
  name: "library.release",
  audience: "staff",
  input: releaseVersionSchema,
  limit: "workByAccount",
  run: (context, input) => releaseVersion(context, input),
  then: (_, { resource }) => staffResourceHref(resource, "released"),
});
