import { z } from "zod";
import { passwordFaults } from "@/lib/gate/auth/new-password";

/** No control characters, which the database could not store. The lookup finds out whether an address exists. */
const email = z
  .string()
  .max(320, "Enter an address of at most 320 characters.")
  .refine((typed) => typed.trim() !== "", "Enter your email address.")
  .refine(
    (typed) => typed.trim() === "" || /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(typed.trim()),
    "Enter an address like name@company.com.",
  );

export const loginSchema = z.object({
  email,
  /** Checked exactly as typed. The password rules apply when one is set, not here. */
  password: z.string().min(1, "Enter your password."),
  next: z.string().optional(),
});

export const logOutSchema = z.object({});

export const requestResetSchema = z.object({ email });

export const confirmAddressSchema = z.object({ token: z.string() });

export const setPasswordSchema = z.object({
  token: z.string(),
  password: z.string().superRefine((typed, context) => {
    for (const message of passwordFaults(typed)) context.addIssue({ code: "custom", message });
  }),
});
