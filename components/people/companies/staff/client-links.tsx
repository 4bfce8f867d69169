import clsx from "clsx";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Props {
  /** The link stands in a row with a link of its own: it is put above that one, and is high enough beside it. */
  inRow?: boolean;
}

/** A company's name, which leads to its page. */
export function CompanyLink({ company, inRow }: Props & { company: Named }) {
  return <NameLink href={routes.staffCompany(company.id)} name={company.name} inRow={inRow} />;
}

/** A contact's name, which leads to their page. */
export function ContactLink({ contact, inRow }: Props & { contact: Named }) {
  return <NameLink href={routes.staffContact(contact.id)} name={contact.name} inRow={inRow} />;
}

/** The name of a member of staff, which leads to their page in the team. */
export function TeamMemberLink({ member, inRow }: Props & { member: Named }) {
  return <NameLink href={routes.staffTeamMember(member.id)} name={member.name} inRow={inRow} />;
}

/** The name of a member of staff, a link where the viewer may open their page. */
export function StaffName({ member }: { member: Named & { readonly hasPage: boolean } }) {
  return member.hasPage ? <TeamMemberLink member={member} /> : member.name;
}

function NameLink({ href, name, inRow }: { href: string; name: string; inRow: boolean | undefined }) {
  return (
    <TextLink href={href} className={clsx(inRow && "relative z-1 inline-block py-1")}>
      {name}
    </TextLink>
  );
}
