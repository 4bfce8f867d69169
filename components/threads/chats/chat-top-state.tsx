import { OpenState } from "@/components/site/hours/open-state";
import { Link } from "@/components/ui/link";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";

/** In the top bar: whether chat is open now, and the way to it. */
export function ChatTopState({ brand, zone }: { brand: Brand; zone: string | null }) {
  return (
    <Link
      href={routes.chats}
      className="hidden min-h-9 items-center gap-2 rounded-lg px-2 text-sm no-underline hover:bg-sunken lg:flex"
    >
      <span className="font-semibold text-ink">Chat</span>
      <OpenState brand={brand} kind="chat" zone={zone} />
    </Link>
  );
}
