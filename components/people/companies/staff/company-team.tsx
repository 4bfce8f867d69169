import { PhoneLink } from "@/components/people/account-team/reach";
import { Avatar } from "@/components/ui/avatar";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { TeamMember } from "@/lib/people/account-team/queries";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import { routes } from "@/lib/routes";

interface Props {
  team: readonly TeamMember[];
  /** The viewer may open the pages of the firm's people. */
  opensPeople: boolean;
}

/** Who looks after the company. */
export function CompanyTeam({ team, opensPeople }: Props) {
  return (
    <Panel title="Account team">
      {team.length === 0 ? (
        <p className="text-sm text-muted">Nobody is named for this company yet.</p>
      ) : (
        <ul className="grid gap-3 text-sm">
          {team.map((member) => (
            <li key={member.id} className="flex min-w-0 items-start gap-3">
              <Avatar name={member.name} photoId={member.photoId} size="small" />
              <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                {opensPeople ? (
                  <TextLink href={routes.staffTeamMember(member.id)}>{member.name}</TextLink>
                ) : (
                  <span>{member.name}</span>
                )}
                <span className="text-xs text-muted">
                  {TEAM_ROLE_LABELS[member.role]}
                  {member.away && `, away until ${member.away.until}`}
                </span>
                <span className="flex flex-wrap gap-x-3 text-xs leading-6">
                  <TextLink href={`mailto:${member.email}`}>{member.email}</TextLink>
                  {member.phone && <PhoneLink phone={member.phone} />}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
