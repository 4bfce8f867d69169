import { z } from "zod";

const NAME = 120;
const NEED = 2_000;

const line = (what: string, maximum: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(maximum, `Use at most ${maximum} characters.`);

/**
 * The form of Connect with Us, checked in the browser and on the server. `id` is made with the form, so the same form
 * sent twice is one request. `issued` and `website` accept any value here and are judged by lib/gate/bot-check.ts: a
 * bot must not learn from an error message what gave it away.
 */
export const connectSchema = z.strictObject({
  id: z.uuid("This form is not complete. Reload the page and send it again."),
  name: line("your name", NAME),
  company: line("the name of your company", NAME),
  email: line("your email address", 254).pipe(z.email("Enter an email address such as name@company.com.")),
  phone: z
    .string()
    .trim()
    .max(40, "Use at most 40 characters.")
    .refine(
      (value) =>
        value === "" ||
        (/^[\d\s+().,/#;-]*(?:(?:x|ext\.?)[\d\s.:]*)?$/i.test(value) && /\d.*\d.*\d.*\d.*\d/.test(value)),
      {
        error: "Enter a phone number such as +1 804 555 0142, or leave it empty.",
      },
    )
    .optional(),
  /** The form of **Upgrade**, where the brand has one. */
  about: z.literal("upgrade").optional(),
  need: z.string().trim().max(NEED, `Use at most ${NEED} characters.`).optional(),
  website: z.string().optional(),
  issued: z.string().optional(),
});

export const confirmConnectSchema = z.object({ token: z.string() });

export type ConnectInput = z.output<typeof connectSchema>;
