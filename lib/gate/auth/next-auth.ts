import { headers as requestHeaders } from "next/headers";
import NextAuth, { CredentialsSignin, type NextAuthConfig, type NextAuthResult } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { requireBrand } from "@/lib/gate/brand/current";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { clientAddress } from "./client-address";
import { cookieName, isSecure, keepDevice } from "./cookies";
import { openCookie } from "./opened-cookies";
import { SESSION_LIVES } from "./session-lives";
import { signInFromOutside } from "./sign-in";
import type { SignInRefusal } from "./sign-in-errors";

declare module "next-auth" {
  interface User {
    /** The secret of a session row: the only content of the cookie. */
    sid?: string;
  }
  interface Session {
    sid?: string;
  }
}

/** A refused sign-in: carries the reason through NextAuth to the action. */
export class SignInRefused extends CredentialsSignin {
  readonly refusal: SignInRefusal;

  constructor(refusal: SignInRefusal) {
    super();
    this.refusal = refusal;
  }
}

const instances = new Map<boolean, NextAuthResult>();

/**
 * The NextAuth instance for a brand: one for https origins and one for http, because the scheme decides name and flags
 * of the cookie. The cookie holds the secret of a session row and nothing else; at each request the row tells who is
 * signed in (lib/gate/auth/session.ts). NextAuth's routes are not mounted: only the action signs people in.
 */
export function nextAuthOf(brand: Brand): NextAuthResult {
  const secure = isSecure(brand);
  const known = instances.get(secure);
  if (known) return known;
  const made = NextAuth(configuration(secure));
  instances.set(secure, made);
  return made;
}

const SESSION_COOKIE = "portal-session";

/** The secret under which cookies are sealed, and the one before it while that is kept. */
function secrets(): string | string[] {
  const { AUTH_SECRET, AUTH_SECRET_PREVIOUS } = env();
  return AUTH_SECRET_PREVIOUS ? [AUTH_SECRET, AUTH_SECRET_PREVIOUS] : AUTH_SECRET;
}

function configuration(secure: boolean): NextAuthConfig {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  return {
    secret: secrets(),
    trustHost: true,
    useSecureCookies: secure,
    session: { strategy: "jwt", maxAge: SESSION_LIVES.contact.absoluteMs / 1000 },
    cookies: {
      sessionToken: { name: cookieName(SESSION_COOKIE, secure), options },
      // Only mounted routes would use this cookie: it expires at once.
      callbackUrl: { name: cookieName("portal-callback", secure), options: { ...options, maxAge: 0 } },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: async ({ email, password }) => {
          if (typeof email !== "string" || typeof password !== "string") throw new SignInRefused("wrong");
          const brand = await requireBrand();
          const headers = await requestHeaders();
          const outcome = await signInFromOutside({
            brand,
            email,
            password,
            device: await keepDevice(brand),
            address: clientAddress(headers),
            userAgent: headers.get("user-agent"),
            previousSession: await readSessionSecret(brand),
            now: systemNow(),
          });
          if (!outcome.ok) throw new SignInRefused(outcome.reason);
          return { sid: outcome.secret };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        if (user?.sid) return { sid: user.sid };
        return typeof token.sid === "string" ? token : null;
      },
      session: ({ session, token }) => ({ expires: session.expires, sid: String(token.sid) }),
    },
    logger: {
      error: (error) => log.debug({ type: error.name }, "next-auth refused"),
      warn: (code) => log.debug({ code }, "next-auth warned"),
      debug: () => {},
    },
  };
}

/**
 * The secret in the session cookie of this request; null if there is no cookie that we made. The cookie is opened as
 * NextAuth's own `auth` does, which would at each request also seal a new one that no response carries.
 */
export async function readSessionSecret(brand: Brand): Promise<string | null> {
  const salt = cookieName(SESSION_COOKIE, isSecure(brand));
  const cookies = (await requestHeaders()).get("cookie")?.split(/; */) ?? [];
  const token = cookies.find((one) => one.startsWith(`${salt}=`))?.slice(salt.length + 1);
  if (!token) return null;
  try {
    return await openCookie(token, { secret: secrets(), salt });
  } catch (error) {
    log.debug({ type: error instanceof Error ? error.name : typeof error }, "a session's cookie was refused");
    return null;
  }
}
