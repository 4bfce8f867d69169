import { CalendarOff, Clock, Mail, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import { telephoneHref } from "@/lib/kit/telephone";
import type { Away, TeamMember } from "@/lib/people/account-team/queries";

/** How to reach a member of the team, their hours, and who stands in while they are away. */
export function ReachLines({ member }: { member: TeamMember }) {
  const { email, phone, workingHours, away } = member;
  return (
    <div className="grid gap-1 text-sm">
      {away && <AwayLine away={away} />}
      <Line icon={<Mail aria-hidden size={14} />}>
        <TextLink href={`mailto:${email}`}>{email}</TextLink>
      </Line>
      {phone && (
        <Line icon={<Phone aria-hidden size={14} />}>
          <PhoneLink phone={phone} />
        </Line>
      )}
      {workingHours && <Line icon={<Clock aria-hidden size={14} />}>{workingHours}</Line>}
    </div>
  );
}

export function PhoneLink({ phone }: { phone: string }) {
  return (
    <TextLink href={telephoneHref(phone)} className="tabular whitespace-nowrap">
      {phone}
    </TextLink>
  );
}

function AwayLine({ away: { until, standIn } }: { away: Away }) {
  return (
    <Line icon={<CalendarOff aria-hidden size={14} className="text-warning" />}>
      <span className="text-warning">Away until {until}.</span>
      {standIn && (
        <>
          {" "}
          <span className="text-ink">{standIn.name}</span> stands in:{" "}
          <TextLink href={`mailto:${standIn.email}`}>{standIn.email}</TextLink>
          {standIn.phone && (
            <>
              , <PhoneLink phone={standIn.phone} />
            </>
          )}
        </>
      )}
    </Line>
  );
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex gap-2 text-muted">
      <span className="mt-1 flex-none">{icon}</span>
      <span className="min-w-0">{children}</span>
    </p>
  );
}
