import { cookies } from "next/headers";
import type { Brand } from "@/lib/gate/brand/types";
import { isSecretShaped, newSecret } from "@/lib/gate/tokens";

/** Browsers keep a cookie for 400 days at most; each sign-in starts them again. */
const DEVICE_LIFE_S = 400 * 24 * 60 * 60;

/** Does this brand's origin need Secure cookies? The configuration decides that, never a request. */
export function isSecure(brand: Brand): boolean {
  return brand.origin.startsWith("https:");
}

/** With `__Host-` the browser itself ensures that the cookie is Secure, for this host only and for all of its paths. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/**
 * The secret by which a browser is recognized at its next sign-in; a browser without one gets one. It signs nobody in:
 * it only lets the owner of an account try while others' tries are refused. For actions only, because it writes a
 * cookie.
 */
export async function keepDevice(brand: Brand): Promise<string> {
  const secure = isSecure(brand);
  const name = cookieName("portal-device", secure);
  const jar = await cookies();
  const held = jar.get(name)?.value;
  const device = isSecretShaped(held) ? held : newSecret();
  jar.set(name, device, { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: DEVICE_LIFE_S });
  return device;
}
