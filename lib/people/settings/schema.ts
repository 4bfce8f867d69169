import { z } from "zod";
import { ADDRESS_KINDS, PHONE_KINDS } from "@/db/schema/constants";
import { passwordFaults } from "@/lib/gate/auth/new-password";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { line } from "@/lib/kit/typed-text";

const phoneKind = z.enum(PHONE_KINDS, "Choose what kind of number it is.");
const number = line("Enter a phone number.", 60);

export const addPhoneSchema = z.object({
  /** Made with the form: the same form sent twice is one number. */
  id: z.uuid(),
  kind: phoneKind,
  number,
});
export type AddPhoneInput = z.output<typeof addPhoneSchema>;

export const changePhoneSchema = z.object({ phone: z.uuid(), kind: phoneKind, number });
export type ChangePhoneInput = z.output<typeof changePhoneSchema>;

export const removePhoneSchema = z.object({ phone: z.uuid() });

const postal = {
  kind: z.enum(ADDRESS_KINDS, "Choose what the address is for."),
  line1: line("Enter the street and number.", 200),
  line2: line("", 200).optional(),
  city: line("", 100).optional(),
  region: line("", 100).optional(),
  postalCode: line("", 40).optional(),
  country: line("", 80).optional(),
};

export const addAddressSchema = z.object({
  /** Made with the form: the same form sent twice is one address. */
  id: z.uuid(),
  ...postal,
});
export type AddAddressInput = z.output<typeof addAddressSchema>;

export const changeAddressSchema = z.object({ address: z.uuid(), ...postal });
export type ChangeAddressInput = z.output<typeof changeAddressSchema>;

export const removeAddressSchema = z.object({ address: z.uuid() });

/** `zone` is absent for the brand's own zone. */
export const timeZoneSchema = z.object({ zone: z.string().max(100, "Choose a time zone.").optional() });

export const passwordSchema = z.object({
  /** Compared exactly as typed; the password rules apply to the new password only. */
  currentPassword: z.string().min(1, "Enter the password that you have now."),
  password: z.string().superRefine((typed, context) => {
    for (const message of passwordFaults(typed)) context.addIssue({ code: "custom", message });
  }),
});

export const endSessionSchema = z.object({ session: z.uuid() });
export const endOthersSchema = z.object({});

/** The sections of the page. The names are also their anchors. */
export const SECTIONS = ["profile", "password", "email", "sessions", "history", "locked"] as const;
export type Section = (typeof SECTIONS)[number];

/** The part of the page that is open for editing. */
export type Editing =
  | { readonly kind: "add-phone" | "add-address" | "time-zone" | "password" }
  | { readonly kind: "phone" | "address"; readonly id: string };

/** Sentences that the page shows about what was done just now. */
export const DONE = {
  phone: "Your phone numbers are saved.",
  address: "Your addresses are saved.",
  zone: "Your time zone is saved.",
  password: "Your new password is set. You are logged out everywhere else.",
  email: "Your email preferences are saved.",
  session: "That session is ended.",
  sessions: "All other sessions are ended.",
} as const;
export type Done = keyof typeof DONE;

export interface SettingsView {
  readonly editing: Editing | null;
  readonly done: Done | null;
}

/**
 * Reads the address of the settings page. A parameter that cannot be read counts as absent, so no address is refused.
 */
export function parseSettingsView(raw: RawParameters): SettingsView {
  const done = firstParameter(raw, "done");
  return {
    editing: parseEditing(firstParameter(raw, "edit")),
    done: done !== null && Object.hasOwn(DONE, done) ? (done as Done) : null,
  };
}

function parseEditing(text: string | null): Editing | null {
  if (text === "add-phone" || text === "add-address" || text === "time-zone" || text === "password")
    return { kind: text };
  const [, kind, id] = /^(phone|address)-([0-9a-f-]{36})$/.exec(text ?? "") ?? [];
  return (kind === "phone" || kind === "address") && id ? { kind, id } : null;
}

/**
 * The address of the settings page at `base`, at a section, with a part open for editing or a sentence about what was
 * done.
 */
export function settingsHref(
  base: string,
  section: Section,
  { editing, done }: { editing?: Editing; done?: Done } = {},
): string {
  const query = new URLSearchParams();
  if (editing) query.set("edit", "id" in editing ? `${editing.kind}-${editing.id}` : editing.kind);
  if (done) query.set("done", done);
  return `${base}${query.size ? `?${query}` : ""}#${section}`;
}
