import { Avatar } from "@/components/ui/avatar";
import { ButtonLink } from "@/components/ui/button";
import type { TeamMember } from "@/lib/people/account-team/queries";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import { routes } from "@/lib/routes";
import { ReachLines } from "./reach";

/** A member of the account team; `asks`: the viewer may write to them in the portal. */
export function MemberCard({ member, asks }: { member: TeamMember; asks: boolean }) {
  return (
    <li className="grid content-start gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex items-center gap-4">
        <Avatar name={member.name} photoId={member.photoId} size="large" />
        <div className="min-w-0">
          <h3 className="font-semibold">{member.name}</h3>
          <p className="text-sm text-muted">{TEAM_ROLE_LABELS[member.role]}</p>
        </div>
      </div>
      <ReachLines member={member} />
      {asks && (
        <ButtonLink
          href={routes.accountTeamNew({ kind: "message", member: member.id })}
          className="mt-1 justify-self-start self-end"
        >
          Send a message
          <span className="sr-only">to {member.name}</span>
        </ButtonLink>
      )}
    </li>
  );
}
