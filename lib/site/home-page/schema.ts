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

/** The longest address of **Upgrade**, both as typed and as a browser writes it. */
export const LONGEST_ADDRESS = 500;

/** The texts that marketing edits. They are plain text: markup has no meaning in them. */
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
/** The version that the form was made from. Absent if there was none yet. */
const seen = z.uuid().optional();

/**
 * The typed texts with the version that they were made from, so that a late form does not overwrite a colleague's
 * version.
 */
export const draftSchema = z.object({ brand, seen, ...content });
/** `id` is made together with the form, so that the form sent twice is one version. */
const publishSchema = draftSchema.extend({ id: z.uuid() });
/** The form has two buttons: **Preview** sets `preview`, **Publish** does not. */
export const editSchema = publishSchema.extend({ preview: z.boolean() });
export const restoreSchema = z.object({ id: z.uuid(), brand, seen, version: z.uuid() });

export type HomePageDraft = z.output<typeof draftSchema>;
export type PublishInput = z.output<typeof publishSchema>;
export type RestoreInput = z.output<typeof restoreSchema>;
