import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { clientAddress } from "./client-address";
import { keepDevice } from "./cookies";
import type { Browser } from "./current-password";

/**
 * The browser and network by which tries to enter a password are counted. For actions only, because it writes a cookie.
 */
export async function browserOf({ brand, headers }: { brand: Brand; headers: Headers }): Promise<Browser> {
  return { device: await keepDevice(brand), address: clientAddress(headers), now: systemNow() };
}
