import { Link } from "@/components/ui/link";
import { OpenState } from "@/components/ui/open-state";
import type { BusinessCalendar } from "@/lib/kit/time";
import { routes } from "@/lib/routes";

/** In the top bar of wide screens: whether chat is open now, and the way to it. */
export function ChatTopState({ calendar, zone }: { calendar: BusinessCalendar; zone: string }) {
  return (
    <Link
      href={routes.chats}
      className="hidden min-h-9 items-center gap-2 rounded-lg px-2 text-sm no-underline hover:bg-sunken xl:flex"
    >
      <span className="font-semibold text-ink">Chat</span>
      <OpenState calendar={calendar} zone={zone} />
    </Link>
  );
}
