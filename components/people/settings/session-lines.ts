import type { OwnSession } from "@/lib/gate/auth/own-sessions";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { deviceWords } from "@/lib/people/settings/rules";
import type { SessionLine } from "./sessions-panel";

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
