import { routes } from "@/lib/routes";
import { declare } from "./kind-facts";
import { MAIL_PROPS } from "./props";

/** **Tell me about new ones**: asked for by each person, product by product. */
export const RESOURCE_PUBLISHED = declare({
  toMany: true,
  audience: "contact",
  sender: "support",
  secret: false,
  byDefault: true,
  daily: true,
  fixed: null,
  label: "New resources",
  help: "When something new is in Resources about a product of which you want to be told.",
  props: MAIL_PROPS["resource-published"],
  notice: ({ id, title }) => ({ title: `New in Resources: ${title}`, path: routes.resource(id) }),
});
