"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { afterDeed } from "@/lib/people/bulk-deeds/schema";
import { routes } from "@/lib/routes";
import { assignManagerSchema, bulkAssignManagerSchema } from "./schema";
import { assignManager, assignManagers } from "./service";

export const assignManagerAction = defineAction({
  name: "company.assign-manager",
  audience: "staff",
  input: assignManagerSchema,
  limit: "workByAccount",
  run: assignManager,
  then: (_, { company }) => `${routes.staffCompanyEdit(company)}?saved=manager`,
});

export const bulkAssignManagerAction = defineAction({
  name: "company.assign-manager-of-chosen",
  audience: "staff",
  input: bulkAssignManagerSchema,
  limit: "bulkByAccount",
  run: assignManagers,
  then: ({ id }, { query }) => afterDeed(routes.staffCompanies, query, id),
});
