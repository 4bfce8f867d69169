import { z } from "zod";
import { PORTAL_FIELDS, THREAD_KINDS } from "@/db/schema/constants";

/** The page that the form is on: that of a thread, a person on an account team, an agreement, or the list of all decisions. */
const page = {
  kind: z.enum(THREAD_KINDS).optional(),
  number: z.string().min(1).max(100).optional(),
  person: z.uuid().optional(),
  agreement: z.uuid().optional(),
  /** The page on which a contact is edited, or a company. */
  contactPage: z.uuid().optional(),
  companyPage: z.uuid().optional(),
  /** Query of the list's address, with its filters. */
  list: z.string().max(2_000).optional(),
};

export const handBackSchema = z.object({ decision: z.uuid(), ...page });

export const handBackFieldSchema = z.object({ contact: z.uuid(), field: z.enum(PORTAL_FIELDS), ...page });
export type HandBackFieldInput = z.output<typeof handBackFieldSchema>;
