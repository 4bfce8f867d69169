import type { ReactNode } from "react";
import { ReachLines } from "@/components/people/account-team/reach";
import { OpenState } from "@/components/site/hours/open-state";
import { Avatar } from "@/components/ui/avatar";
import { ButtonLink } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Brand, Coverage } from "@/lib/gate/brand/types";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import type { TeamMember } from "@/lib/people/account-team/queries";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import { coverageHours } from "@/lib/people/agreements/coverage/rules";
import { endWords, type SupportStanding } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import type { OpenChat } from "@/lib/threads/chats/types";

interface Props {
  brand: Brand;
  /** The viewer's, where they chose one. */
  zone: string | null;
  team: readonly TeamMember[];
  /** Null for who may not chat. */
  chat: { readonly open: OpenChat | null } | null;
  standing: SupportStanding;
  /** The widest that is in force; null for none. */
  coverage: Coverage | null;
  /** Where the brand leads who wants more than they have. */
  upgrade?: { readonly href: string; readonly label: string };
}

/** Whom to call, whether chat is open, and what the support agreement covers. */
export function BesidePanel({ brand, zone, team, chat, standing, coverage, upgrade }: Props) {
  return (
    <Panel flush>
      <div className="divide-y divide-line text-sm">
        <Team team={team} supportMailbox={brand.supportMailbox} />
        {chat && <Chat brand={brand} zone={zone} chat={chat.open} />}
        <Part title="Support agreement" action={upgrade && <TextLink href={upgrade.href}>{upgrade.label}</TextLink>}>
          <Agreement standing={standing} />
          {coverage && (
            <p>
              Coverage: {coverage.name}{" "}
              <span className="text-muted">{coverageHours(coverage, brand.chatCalendar)}</span>
            </p>
          )}
        </Part>
      </div>
    </Panel>
  );
}

function Part({ title, action, children }: { title: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="grid gap-1 px-4 py-3">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="font-semibold">{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** The first of the team, who is the account manager where there is one. */
function Team({ team: [first, ...others], supportMailbox }: { team: readonly TeamMember[]; supportMailbox: string }) {
  return (
    <Part title={<TextLink href={routes.accountTeam}>Your Account Team</TextLink>}>
      {first ? (
        <>
          <div className="flex items-center gap-3 py-1">
            <Avatar name={first.name} photoId={first.photoId} />
            <div className="min-w-0">
              <p className="font-semibold">{first.name}</p>
              <p className="text-muted">
                {TEAM_ROLE_LABELS[first.role]}
                {others.length > 0 && `, and ${others.length === 1 ? "one other" : `${others.length} others`}`}
              </p>
            </div>
          </div>
          <ReachLines member={first} />
          <p>
            <TextLink href={`mailto:${supportMailbox}`}>Write to portal support</TextLink>
          </p>
        </>
      ) : (
        <p className="text-muted">
          Nobody is named for your company yet. Write to{" "}
          <TextLink href={`mailto:${supportMailbox}`}>{supportMailbox}</TextLink>.
        </p>
      )}
    </Part>
  );
}

function Chat({ brand, zone, chat }: { brand: Brand; zone: string | null; chat: OpenChat | null }) {
  return (
    <Part title="Chat with Technical Support">
      <div className="flex items-center justify-between gap-x-4">
        {chat ? (
          <p className="min-w-0 wrap-anywhere">
            <StatusDot tone={chat.isUnread ? "warning" : "info"}>
              {chat.isUnread ? "Unread answer" : chat.isTalking ? "An agent answers you" : "In the queue"}
            </StatusDot>{" "}
            <span className="text-muted">{chat.subject}</span>
          </p>
        ) : (
          <div className="min-w-0">
            <OpenState brand={brand} kind="chat" zone={zone} />
          </div>
        )}
        <ButtonLink href={chat ? routes.chat(chat.number) : routes.chats} size="small" className="flex-none">
          {chat ? "Open your chat" : "Go to chat"}
        </ButtonLink>
      </div>
    </Part>
  );
}

/** That it ends soon is said where it waits, not here. */
function Agreement({ standing }: { standing: SupportStanding }) {
  switch (standing.kind) {
    case "none":
      return <StatusDot tone="neutral">No support agreement</StatusDot>;
    case "in-force":
      return (
        <p>
          {standing.term.product}
          <span className="block">
            <StatusDot tone={standing.endsSoon ? "warning" : "success"}>
              {standing.endsSoon
                ? endWords(standing.daysLeft)
                : `In force ${lastDayWords("until", standing.term.endsOn)}`}
            </StatusDot>
          </span>
        </p>
      );
    case "upcoming":
      return (
        <p>
          {standing.term.product}
          <span className="block">
            <StatusDot tone="info">Begins {formatDay(standing.term.startsOn)}</StatusDot>
          </span>
        </p>
      );
    case "ended":
      return (
        <p>
          {standing.term.product}
          <span className="block">
            <StatusDot tone="danger">
              {standing.term.state === "cancelled" ? "Cancelled" : `Ended ${formatDay(standing.term.endsOn)}`}
            </StatusDot>
          </span>
        </p>
      );
  }
}
