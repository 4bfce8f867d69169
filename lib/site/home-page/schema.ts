import { z } from "zod";

const text = (maximum: number, missing: string) =>
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

/** How long the address of **Upgrade** may be, as typed and as a browser reads it. */
export const LONGEST_ADDRESS = 500;

/** What marketing writes. Plain text: no mark-up means anything in it. */
const content = {
  connectTitle: text(80, "Write a heading."),
  connectText: text(500, "Write the text."),
  upgradeLabel: text(40, "Write the label."),
  upgradeUrl: z
    .string()
    .trim()
    .min(1, "Enter an address.")
    .max(LONGEST_ADDRESS, `At most ${LONGEST_ADDRESS} characters.`),
};

const brand = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
/** The version that the form was made from. Absent: there was none yet. */
const seen = z.uuid().optional();

/** What was typed, with the version that it was made from: a preview looked at for long overwrites nobody's. */
export const draftSchema = z.object({ brand, seen, ...content });
/** `id` is made with the form: sent twice it is one version. */
const publishSchema = draftSchema.extend({ id: z.uuid() });
/** The form with its two buttons: **Preview** says so, **Publish** doesn't. */
export const editSchema = publishSchema.extend({ preview: z.boolean() });
export const restoreSchema = z.object({ id: z.uuid(), brand, seen, version: z.uuid() });

export type HomePageDraft = z.output<typeof draftSchema>;
export type PublishInput = z.output<typeof publishSchema>;
export type RestoreInput = z.output<typeof restoreSchema>;
