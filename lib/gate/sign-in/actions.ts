"use server";

import { AuthError } from "next-auth";
import { asGate } from "@/db/viewer";
import { asButton, defineAction } from "@/lib/gate/actions/define";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { keepDevice } from "@/lib/gate/auth/cookies";
import { confirmNewAddress } from "@/lib/gate/auth/new-address";
import { nextAuthOf, readSessionSecret, SignInRefused } from "@/lib/gate/auth/next-auth";
import { requestReset, setPassword } from "@/lib/gate/auth/reset";
import { endSessionOfSecret } from "@/lib/gate/auth/session-store";
import { signInError } from "@/lib/gate/auth/sign-in-errors";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { routes, safeNextPath } from "@/lib/routes";
import { confirmAddressSchema, loginSchema, logOutSchema, requestResetSchema, setPasswordSchema } from "./schema";

export const loginAction = defineAction({
  name: "auth.login",
  audience: "public",
  input: loginSchema,
  limit: "inside",
  run: async ({ brand }, { email, password, next }) => {
    await signInOrRefuse(brand, email, password);
    return safeNextPath(next, brand.origin) ?? routes.dashboard;
  },
  then: (path) => path,
});

/** Ends the session's row and takes the cookie away. */
export const logOutAction = asButton(
  defineAction({
    name: "auth.log-out",
    audience: "public",
    input: logOutSchema,
    limit: "inside",
    run: async ({ brand }) => {
      const secret = await readSessionSecret(brand);
      if (secret) await asGate("a session ends itself", (db) => endSessionOfSecret(db, secret, systemNow()));
      await nextAuthOf(brand).signOut({ redirect: false, redirectTo: routes.login });
    },
    then: () => `${routes.login}?notice=signed-out`,
  }),
);

export const requestResetAction = defineAction({
  name: "auth.request-reset",
  audience: "public",
  input: requestResetSchema,
  limit: "inside",
  run: ({ brand, headers }, { email }) =>
    requestReset(brand, email, { address: clientAddress(headers), now: systemNow() }),
  then: () => `${routes.resetPassword}?sent=1`,
});

export const setPasswordAction = defineAction({
  name: "auth.set-password",
  audience: "public",
  input: setPasswordSchema,
  limit: "inside",
  run: async ({ brand, headers }, input) =>
    setPassword(brand, input, {
      address: clientAddress(headers),
      device: await keepDevice(brand),
      now: systemNow(),
    }),
  then: () => `${routes.login}?notice=password-set`,
});

export const confirmAddressAction = defineAction({
  name: "auth.confirm-address",
  audience: "public",
  input: confirmAddressSchema,
  limit: "inside",
  run: ({ brand, headers }, { token }) =>
    confirmNewAddress(brand, token, { address: clientAddress(headers), now: systemNow() }),
  then: () => `${routes.login}?notice=address-confirmed`,
});

async function signInOrRefuse(brand: Brand, email: string, password: string): Promise<void> {
  try {
    await nextAuthOf(brand).signIn("credentials", { email, password, redirect: false, redirectTo: routes.dashboard });
  } catch (error) {
    if (error instanceof SignInRefused) throw signInError(error.refusal);
    // NextAuth wraps what failed on our side and would hide it from the log.
    const cause = error instanceof AuthError ? error.cause?.err : undefined;
    throw cause ?? error;
  }
}
