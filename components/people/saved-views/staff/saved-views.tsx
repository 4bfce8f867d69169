import { X } from "lucide-react";
import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { ChipMenu, MenuLink } from "@/components/ui/chip-menu";
import { SubmitButton } from "@/components/ui/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { SavedList } from "@/db/schema/workbench-constants";
import { removeViewAction, saveViewAction } from "@/lib/people/saved-views/actions";
import type { SavedView } from "@/lib/people/saved-views/queries";
import { filtersOf, viewHref } from "@/lib/people/saved-views/schema";

interface Props {
  list: SavedList;
  views: readonly SavedView[];
  /** Address of the list with its present filters. */
  href: string;
}

/** The viewer's own views of a list: one click to each, and the present filters under a name. */
export function SavedViews({ list, views, href }: Props) {
  const query = filtersOf(href.split("?")[1] ?? "");
  const here = query === "" ? undefined : views.find((view) => view.query === query);
  return (
    <ChipMenu label={here ? "View" : "Saved views"} value={here?.name} narrows={here !== undefined}>
      {views.length > 0 && (
        <ul className="grid gap-px">
          {views.map((view) => (
            <li key={view.id} className="flex items-center gap-1">
              <MenuLink href={viewHref(list, view.query)} selected={view === here}>
                <span className="min-w-0 wrap-anywhere">{view.name}</span>
              </MenuLink>
              <ActionForm action={removeViewAction} label={`Remove ${view.name}`} className="flex-none">
                <input type="hidden" name="view" value={view.id} />
                <input type="hidden" name="list" value={list} />
                <input type="hidden" name="query" value={query} />
                <SubmitButton variant="quiet" size="small">
                  <X aria-hidden size={14} />
                  <VisuallyHidden>Remove the view {view.name}</VisuallyHidden>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ul>
      )}
      {here === undefined && query !== "" && (
        <ActionForm
          // A view that was saved leaves an empty form for the next.
          key={views.length}
          action={saveViewAction}
          formId={uuidv7()}
          label="Save this view"
          className="grid gap-2 p-2"
        >
          <input type="hidden" name="list" value={list} />
          <input type="hidden" name="query" value={query} />
          <TextField name="name" label="Name of this view" maxLength={60} autoComplete="off" />
          <SubmitButton size="small" className="justify-self-start">
            Save view
          </SubmitButton>
        </ActionForm>
      )}
      {views.length === 0 && query === "" && (
        <p className="max-w-60 p-2 text-muted">
          Choose filters, then save them here under a name. Only you see your views.
        </p>
      )}
    </ChipMenu>
  );
}
