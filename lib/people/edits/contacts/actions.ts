"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import {
  addRelationSchema,
  disableSchema,
  editContactSchema,
  editRightsSchema,
  enableSchema,
  inviteSchema,
  newAddressSchema,
  removeRelationSchema,
} from "./schema";
import {
  addRelation,
  changeAddress,
  disableContact,
  editContact,
  editRights,
  enableContact,
  inviteContact,
  removeRelation,
} from "./service";

export const editContactAction = defineAction({
  name: "contact.edit",
  audience: "staff",
  input: editContactSchema,
  limit: "workByAccount",
  run: editContact,
  then: (_, { contact }) => routes.staffContactEdit(contact, "details"),
});

export const editRightsAction = defineAction({
  name: "contact.edit-rights",
  audience: "staff",
  input: editRightsSchema,
  limit: "workByAccount",
  run: editRights,
  then: (_, { contact }) => routes.staffContactEdit(contact, "rights"),
});

export const newAddressAction = defineAction({
  name: "contact.new-address",
  audience: "staff",
  input: newAddressSchema,
  limit: "messageByAccount",
  run: changeAddress,
  then: (_, { contact }) => routes.staffContactEdit(contact, "address"),
});

export const addRelationAction = defineAction({
  name: "contact.add-relation",
  audience: "staff",
  input: addRelationSchema,
  limit: "workByAccount",
  run: addRelation,
  then: (_, { contact }) => routes.staffContactEdit(contact, "relations"),
});

export const removeRelationAction = defineAction({
  name: "contact.remove-relation",
  audience: "staff",
  input: removeRelationSchema,
  limit: "workByAccount",
  run: removeRelation,
  then: (_, { contact }) => routes.staffContactEdit(contact, "relations"),
});

export const disableAction = defineAction({
  name: "contact.disable",
  audience: "staff",
  input: disableSchema,
  limit: "workByAccount",
  run: disableContact,
  then: (_, { contact }) => routes.staffContactEdit(contact, "account"),
});

export const enableAction = defineAction({
  name: "contact.enable",
  audience: "staff",
  input: enableSchema,
  limit: "workByAccount",
  run: enableContact,
  then: (_, { contact }) => routes.staffContactEdit(contact, "account"),
});

export const inviteAction = defineAction({
  name: "contact.invite",
  audience: "staff",
  input: inviteSchema,
  limit: "messageByAccount",
  run: inviteContact,
  then: (_, { contact }) => routes.staffContactEdit(contact, "invited"),
});
