import { z } from "zod";

const key = z.string("Choose a coverage.").regex(/^[a-z][a-z0-9_]{1,39}$/, "Choose a coverage.");

/** `seen` is the coverage that the form was made from, so that a late form does not undo a colleague's. */
export const setCoverageSchema = z.object({ agreement: z.uuid(), coverage: key, seen: key });

export type SetCoverageInput = z.output<typeof setCoverageSchema>;
