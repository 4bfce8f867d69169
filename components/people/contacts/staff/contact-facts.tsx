import { PhoneLink } from "@/components/people/account-team/reach";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant, zoneName } from "@/lib/kit/time";
import type { ContactDetails, ContactHead, SignInState } from "@/lib/people/contacts/staff/queries";
import { ADDRESS_LABELS, PHONE_LABELS } from "@/lib/people/settings/rules";
import { routes } from "@/lib/routes";

interface Props {
  contact: ContactHead;
  brandName: string;
  signIn: SignInState | null;
  details: ContactDetails;
  /** The viewer's. */
  zone: string;
}

/** Who a contact is, how to reach them, and how they stand with sign-in. */
export function ContactFacts({ contact, brandName, signIn, details, zone }: Props) {
  return (
    <Panel title="Contact">
      <DefinitionList columns={3}>
        <Fact term="Mail">
          <TextLink href={`mailto:${contact.email}`}>{contact.email}</TextLink>
        </Fact>
        <Fact term="Company">
          {contact.company ? (
            <TextLink href={routes.staffCompany(contact.company.id)}>{contact.company.name}</TextLink>
          ) : (
            <span className="text-muted">None</span>
          )}
        </Fact>
        <Fact term="Brand">{brandName}</Fact>
        {contact.jobTitle && <Fact term="Job">{contact.jobTitle}</Fact>}
        <Fact term="ERP key">
          {contact.externalId ?? <span className="text-muted">The ERP does not know them</span>}
        </Fact>
        {contact.timeZone && <Fact term="Time zone">{zoneName(contact.timeZone)}</Fact>}
        <Fact term="Sign-in">
          <SignIn isClosed={contact.isClosed} signIn={signIn} zone={zone} />
        </Fact>
        {details.phones.map(({ kind, number }) => (
          <Fact key={`${kind} ${number}`} term={`${PHONE_LABELS[kind]} phone`}>
            <PhoneLink phone={number} />
          </Fact>
        ))}
        {details.addresses.map(({ kind, lines }) => (
          <Fact key={kind} term={`${ADDRESS_LABELS[kind]} address`}>
            {lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </Fact>
        ))}
      </DefinitionList>
    </Panel>
  );
}

function SignIn({ isClosed, signIn, zone }: { isClosed: boolean; signIn: SignInState | null; zone: string }) {
  if (isClosed) return <StatusDot tone="neutral">Account closed</StatusDot>;
  if (!signIn) return null;
  if (!signIn.hasPassword) {
    return (
      <span className="grid gap-0.5">
        <StatusDot tone="warning">Has not signed in yet</StatusDot>
        {signIn.invitedAt && (
          <span className="text-xs text-muted">
            Link mailed <Instant value={businessInstant(signIn.invitedAt).toString()} zone={zone} />
          </span>
        )}
      </span>
    );
  }
  return (
    <span className="grid gap-0.5">
      <StatusDot tone="success">Has a password</StatusDot>
      <span className="text-xs text-muted">
        {signIn.lastSeenAt ? (
          <>
            Last here <Instant value={businessInstant(signIn.lastSeenAt).toString()} zone={zone} />
          </>
        ) : (
          "No visit is known"
        )}
      </span>
    </span>
  );
}
