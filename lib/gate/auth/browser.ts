import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { clientAddress } from "./client-address";
import { keepDevice } from "./cookies";
import type { Browser } from "./current-password";

/** Whose tries to say a password are counted together. For actions alone, because it may write a cookie. */
export async function browserOf({ brand, headers }: { brand: Brand; headers: Headers }): Promise<Browser> {
  return { device: await keepDevice(brand), address: clientAddress(headers), now: systemNow() };
}
