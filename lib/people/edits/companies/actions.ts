"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { editCompanySchema, handBackCompanyFieldSchema, inviteAllSchema } from "./schema";
import { editCompany, handBackCompanyField, inviteAll } from "./service";

export const editCompanyAction = defineAction({
  name: "company.edit",
  audience: "staff",
  input: editCompanySchema,
  limit: "workByAccount",
  run: editCompany,
  then: (_, { company }) => routes.staffCompanyEdit(company, "details"),
});

export const handBackCompanyFieldAction = defineAction({
  name: "company.hand-back-field",
  audience: "staff",
  input: handBackCompanyFieldSchema,
  limit: "workByAccount",
  run: handBackCompanyField,
  then: (_, { company }) => routes.staffCompanyEdit(company, "handed-back"),
});

export const inviteAllAction = defineAction({
  name: "company.invite-all",
  audience: "staff",
  input: inviteAllSchema,
  limit: "messageByAccount",
  run: inviteAll,
  then: (sent, { company }) => routes.staffCompanyInvite(company, sent),
});
