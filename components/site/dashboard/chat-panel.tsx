import { MessageCircle } from "lucide-react";
import { OpenState } from "@/components/site/hours/open-state";
import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import type { OpenChat } from "@/lib/threads/chats/types";

interface Props {
  brand: Brand;
  /** The viewer's, where they chose one. */
  zone: string | null;
  /** The viewer's chat that goes on. */
  chat: OpenChat | null;
}

/** Whether chat is open now, and the way into it: to the chat that goes on, or to a new one. */
export function ChatPanel({ brand, zone, chat }: Props) {
  return (
    <Panel title="Chat with Technical Support">
      <div className="grid justify-items-start gap-3 text-sm">
        <OpenState brand={brand} kind="chat" zone={zone} />
        {chat && (
          <p className="wrap-anywhere">
            <StatusDot tone={chat.isUnread ? "warning" : "info"}>
              {chat.isUnread ? "Unread answer" : chat.isTalking ? "An agent answers you" : "In the queue"}
            </StatusDot>{" "}
            <span className="text-muted">{chat.subject}</span>
          </p>
        )}
        <ButtonLink
          href={chat ? routes.chat(chat.number) : routes.chats}
          icon={<MessageCircle aria-hidden size={16} />}
        >
          {chat ? "Open your chat" : "Go to chat"}
        </ButtonLink>
      </div>
    </Panel>
  );
}
