import { cookies } from "next/headers";
import type { Brand } from "@/lib/gate/brand/types";
import { isSecretShaped, newSecret } from "@/lib/gate/tokens";

/** A browser may keep it for 400 days at most; each sign-in begins them anew. */
const DEVICE_LIFE_S = 400 * 24 * 60 * 60;

/** Does this brand's origin ask for Secure cookies? Decided by configuration, never by a request. */
export function isSecure(brand: Brand): boolean {
  return brand.origin.startsWith("https:");
}

/** Over https the browser itself sees to it that the cookie is Secure, of this very host and of the whole site. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

/**
 * The secret by which a browser is known again at its next sign-in; a browser without one gets one. Signs nobody in: it
 * only lets the owner of an account try while others fail. For actions alone, because it writes a cookie.
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
