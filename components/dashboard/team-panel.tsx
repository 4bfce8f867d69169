import { Clock, Mail, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import type { TeamRole } from "@/db/schema/constants";
import type { TeamMember } from "@/lib/account-team/queries";

const roles: Record<TeamRole, string> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support: "Technical support",
  sales_engineer: "Sales engineer",
};

/** Who looks after the company, and how to reach them. */
export function TeamPanel({ team, supportMailbox }: { team: readonly TeamMember[]; supportMailbox: string }) {
  return (
    <Panel title="Your Account Team">
      {team.length === 0 ? (
        <p className="text-sm text-muted">
          Nobody is named for your company yet. Write to{" "}
          <TextLink href={`mailto:${supportMailbox}`}>{supportMailbox}</TextLink>.
        </p>
      ) : (
        <ul className="grid gap-4">
          {team.map((member) => (
            <Member key={member.id} member={member} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Member({ member }: { member: TeamMember }) {
  return (
    <li className="grid gap-2 border-line text-sm not-first:border-t not-first:pt-4">
      <div className="flex items-center gap-3">
        <Avatar name={member.name} />
        <div className="min-w-0">
          <p className="font-semibold">{member.name}</p>
          <p className="text-muted">{roles[member.role]}</p>
        </div>
      </div>
      <div className="grid gap-1">
        <Reach icon={<Mail aria-hidden size={14} />}>
          <TextLink href={`mailto:${member.email}`}>{member.email}</TextLink>
        </Reach>
        {member.phone && (
          <Reach icon={<Phone aria-hidden size={14} />}>
            <TextLink href={`tel:${member.phone.replaceAll(/[^\d+]/g, "")}`} className="tabular">
              {member.phone}
            </TextLink>
          </Reach>
        )}
        {member.workingHours && <Reach icon={<Clock aria-hidden size={14} />}>{member.workingHours}</Reach>}
      </div>
    </li>
  );
}

function Reach({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex gap-2 text-muted">
      <span className="mt-1 flex-none">{icon}</span>
      <span className="min-w-0">{children}</span>
    </p>
  );
}
