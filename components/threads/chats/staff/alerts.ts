/** How an agent wants to be told of chats in this browser; nothing until they choose it. */
export interface Alerts {
  readonly hasSound: boolean;
  readonly hasNotices: boolean;
}

const KEY = "portal-chat-alerts";

export function readAlerts(): Alerts {
  try {
    const kept = (localStorage.getItem(KEY) ?? "").split(",");
    return { hasSound: kept.includes("sound"), hasNotices: kept.includes("notices") };
  } catch {
    return { hasSound: false, hasNotices: false };
  }
}

export function keepAlerts({ hasSound, hasNotices }: Alerts): void {
  try {
    localStorage.setItem(KEY, [hasSound && "sound", hasNotices && "notices"].filter(Boolean).join(","));
  } catch {
    // The browser forbids storage: nothing is told of.
  }
}
