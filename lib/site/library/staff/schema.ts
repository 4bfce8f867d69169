import { z } from "zod";
import {
  RESOURCE_AUDIENCES,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  type ResourceAudience,
  type ResourceKind,
} from "@/db/schema/resource-constants";
import { routes } from "@/lib/routes";

/** One line of plain text, without marks that change the direction of writing. */
export const text = (maximum: number, missing: string) =>
  z
    .string()
    .transform((value) =>
      value
        .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
        .toWellFormed()
        .replaceAll(/\s+/gu, " ")
        .trim(),
    )
    .pipe(z.string().min(1, missing).max(maximum, `At most ${maximum} characters.`));

const brand = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
/** The revision that the form was made from, so that a late form does not undo a colleague's change. */
const seen = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

const fields = {
  title: text(150, "Write a title."),
  summary: text(600, "Say in a sentence or two what it is."),
  kind: z.enum(RESOURCE_KINDS, "Choose a kind."),
  audience: z.enum(RESOURCE_AUDIENCES, "Choose who sees it."),
  product: text(100, "Choose a product.").optional(),
  productVersion: text(50, "Write a version.").optional(),
};

const ENTITLED = {
  path: ["product"],
  message: "Choose the product: only clients with an agreement for it shall see this.",
};
const hasItsProduct = (input: { audience: string; product?: string | undefined }) =>
  input.audience !== "entitled" || input.product !== undefined;

/** `id` is made together with the form, so that the form sent twice is one resource. */
export const createResourceSchema = z.object({ id: z.uuid(), brand, ...fields }).refine(hasItsProduct, ENTITLED);
export const editResourceSchema = z.object({ resource: z.uuid(), seen, ...fields }).refine(hasItsProduct, ENTITLED);

/** What a button does to a resource or to one of its versions. `draft` takes it back before its time. */
const MOVES = ["publish", "schedule", "archive", "draft"] as const;
export type Move = (typeof MOVES)[number];
/** On the clocks of the brand's zone, as a field of type `datetime-local` sends it. */
const at = z.string().max(30).optional();
export const moveResourceSchema = z.object({ resource: z.uuid(), seen, move: z.enum(MOVES), at });
export const moveVersionSchema = moveResourceSchema.extend({ version: z.uuid() });
export const addLinkSchema = z.object({
  id: z.uuid(),
  resource: z.uuid(),
  url: z.string().trim().min(1, "Enter an address.").max(500, "At most 500 characters."),
  label: text(60, "Write a label.").optional(),
});
/** What the brand calls an uploaded version; null where nothing fitting was typed. */
export const labelOf = (typed: string): string | null => text(60, "").safeParse(typed).data ?? null;
/** Several lines of plain text, without marks that change the direction of writing. */
export const longText = (maximum: number) =>
  z
    .string()
    .transform((value) =>
      value
        .replaceAll(/\r\n?/g, "\n")
        .replaceAll(/[^\P{Cc}\n]+|\p{Bidi_Control}+/gu, " ")
        .toWellFormed()
        .trim(),
    )
    .pipe(z.string().max(maximum, `At most ${maximum.toLocaleString("en-US")} characters.`));
export const ARTICLE_LENGTH = 8000;
const articleText = {
  symptom: longText(ARTICLE_LENGTH),
  cause: longText(ARTICLE_LENGTH),
  fix: longText(ARTICLE_LENGTH).pipe(z.string().min(1, "Say what helps.")),
};
export const addTextSchema = z.object({
  id: z.uuid(),
  resource: z.uuid(),
  ...articleText,
  label: text(60, "Write a label.").optional(),
});
export type AddTextInput = z.output<typeof addTextSchema>;
export const releaseVersionSchema = z.object({ resource: z.uuid(), version: z.uuid() });

export type ResourceFields = Pick<
  z.output<typeof createResourceSchema>,
  "title" | "summary" | "kind" | "audience" | "product" | "productVersion"
>;
export type CreateResourceInput = z.output<typeof createResourceSchema>;
export type EditResourceInput = z.output<typeof editResourceSchema>;
export type MoveResourceInput = z.output<typeof moveResourceSchema>;
export type MoveVersionInput = z.output<typeof moveVersionSchema>;
export type AddLinkInput = z.output<typeof addLinkSchema>;

/** Notes that the editor's pages show after a form was sent. */
export const LIBRARY_NOTES = [
  "created",
  "saved",
  "published",
  "scheduled",
  "archived",
  "drafted",
  "added",
  "released",
] as const;
export type LibraryNote = (typeof LIBRARY_NOTES)[number];

export const NOTE_OF: Readonly<Record<Move, LibraryNote>> = {
  publish: "published",
  schedule: "scheduled",
  archive: "archived",
  draft: "drafted",
};

/** Address of a resource in the editor, with a note. */
export const staffResourceHref = (id: string, note: LibraryNote) => `${routes.staffResource(id)}?note=${note}`;

/** At most so many resources are listed: an editor finds others by words. */
export const MOST_LISTED = 200;

export const EDITOR_STATES = RESOURCE_STATES;

/** What else narrows the editor's list. */
export interface DeskFilters {
  readonly kind?: ResourceKind | null;
  readonly audience?: ResourceAudience | null;
}

/** Address of the editor's list for a brand, in a state. */
export function libraryDeskHref(brand: string, state: string | null = null, q = "", more: DeskFilters = {}): string {
  const query = new URLSearchParams({ brand });
  if (state) query.set("state", state);
  if (q) query.set("q", q);
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  return `${routes.staffResources}?${query}`;
}
