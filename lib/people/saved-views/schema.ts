import { z } from "zod";
import { SAVED_LISTS, type SavedList } from "@/db/schema/workbench-constants";
import { line } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";

const PATHS: Readonly<Record<SavedList, string>> = {
  cases: routes.staffCases,
  requests: routes.staffRequests,
  chats: routes.staffChatList,
  renewals: routes.staffRenewals,
  companies: routes.staffCompanies,
  contacts: routes.staffContacts,
  payments: routes.staffPayments,
  mail: routes.staffMail,
};

/** Parameters that are no filter: the place of a page, what was just done, and rows that are chosen. */
const PASSING = ["after", "did", "chosen"];

/** The filters of an address, as a view keeps them. */
export function filtersOf(query: string): string {
  const parameters = new URLSearchParams(query);
  for (const name of PASSING) parameters.delete(name);
  return parameters.toString();
}

/** The address of a list with the filters of a view. */
export const viewHref = (list: SavedList, query: string): string =>
  query === "" ? PATHS[list] : `${PATHS[list]}?${query}`;

const query = z.string().max(1_000, "These filters are too long to be saved.").transform(filtersOf);

export const saveViewSchema = z.object({
  /** Made with the form: the same form sent twice is one view. */
  id: z.uuid(),
  list: z.enum(SAVED_LISTS),
  name: line("Name the view.", 60),
  query,
});
export type SaveViewInput = z.output<typeof saveViewSchema>;

/** `query`: the filters on the screen, which stay. */
export const removeViewSchema = z.object({ view: z.uuid(), list: z.enum(SAVED_LISTS), query });
export type RemoveViewInput = z.output<typeof removeViewSchema>;
