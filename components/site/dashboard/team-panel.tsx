import { ReachLines } from "@/components/people/account-team/reach";
import { Avatar } from "@/components/ui/avatar";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { TeamMember } from "@/lib/people/account-team/queries";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import { routes } from "@/lib/routes";

/** Who looks after the company, and how to reach them. */
export function TeamPanel({ team, supportMailbox }: { team: readonly TeamMember[]; supportMailbox: string }) {
  return (
    <Panel title={<TextLink href={routes.accountTeam}>Your Account Team</TextLink>}>
      {team.length === 0 ? (
        <p className="text-sm text-muted">
          Nobody is named for your company yet. Write to{" "}
          <TextLink href={`mailto:${supportMailbox}`}>{supportMailbox}</TextLink>.
        </p>
      ) : (
        <ul className="grid gap-4">
          {team.map((member) => (
            <li key={member.id} className="grid gap-2 border-line text-sm not-first:border-t not-first:pt-4">
              <div className="flex items-center gap-3">
                <Avatar name={member.name} photoId={member.photoId} />
                <div className="min-w-0">
                  <p className="font-semibold">{member.name}</p>
                  <p className="text-muted">{TEAM_ROLE_LABELS[member.role]}</p>
                </div>
              </div>
              <ReachLines member={member} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
