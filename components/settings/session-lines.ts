import type { OwnSession } from "@/lib/auth/own-sessions";
import { deviceWords } from "@/lib/settings/rules";
import { businessInstant, formatInstant } from "@/lib/time";
import type { SessionLine } from "./sessions-panel";

/** Sessions as their owner reads them, in the owner's zone. `brandNames` where an account is on several brands' hosts. */
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
