"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { erasureSchema } from "./schema";
import { erasePerson } from "./service";

export const erasePersonAction = defineAction({
  name: "contact.erase",
  audience: "staff",
  input: erasureSchema,
  limit: "settingByAccount",
  run: erasePerson,
  then: (_, { contact }) => `${routes.staffContactData(contact)}?saved=erased`,
});
