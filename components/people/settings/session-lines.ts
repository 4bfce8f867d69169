import { deviceWords } from "@/lib/gate/auth/device-words";
import type { OwnSession } from "@/lib/gate/auth/own-sessions";
import type { SignInEvent } from "@/lib/gate/auth/sign-in-history";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import type { SessionLine } from "./sessions-panel";
import type { SignInLine } from "./sign-ins-panel";

/** Sessions in words, in their owner's zone. `brandNames` where an account has sessions on hosts of several brands. */
export function sessionLines(
  sessions: readonly OwnSession[],
  zone: string,
  brandNames?: ReadonlyMap<string, string>,
): SessionLine[] {
  const time = (at: Date) => formatInstant(businessInstant(at), zone);
  return sessions.map(({ id, isThis, userAgent, lastSeenAt, createdAt, brand }) => ({
    id,
    isThis,
    device: deviceWords(userAgent),
    lastSeen: time(lastSeenAt),
    begun: time(createdAt),
    brandName: brandNames?.get(brand) ?? null,
  }));
}

/** The sign-in history in words, in the same form as sessionLines. */
export function signInLines(
  events: readonly SignInEvent[],
  zone: string,
  brandNames?: ReadonlyMap<string, string>,
): SignInLine[] {
  return events.map(({ id, at, succeeded, device, brand }) => ({
    id,
    succeeded,
    device,
    at: formatInstant(businessInstant(at), zone),
    brandName: brandNames?.get(brand) ?? null,
  }));
}
