import { Phone } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { formatPhone } from "@/lib/kit/phone-numbers";
import { telephoneHref } from "@/lib/kit/telephone";
import type { OnCallContact } from "@/lib/people/on-call/types";

interface Props {
  contact: OnCallContact;
  /** Where the coverage is said elsewhere on the page. */
  isBrief?: boolean;
}

/** Who is on call and the number, for those whose agreement covers this hour. */
export function CallNow({ contact, isBrief }: Props) {
  return (
    <Panel title="On call now">
      <div className="grid justify-items-start gap-3 text-sm">
        {isBrief ? (
          <p className="wrap-anywhere">
            <OnCallPerson contact={contact} />
          </p>
        ) : (
          <OnCallWords contact={contact} />
        )}
        <CallLink phone={contact.phone} />
      </div>
    </Panel>
  );
}

interface SeveralProps {
  /** Companies of one brand, which has one rota: the person and the number are the same for each, coverages differ. */
  calls: readonly { readonly id: string; readonly company: string; readonly contact: OnCallContact }[];
}

/** Who is on call and the number, where the viewer reaches several companies: each whose agreement covers this hour. */
export function CallNowFor({ calls }: SeveralProps) {
  const contact = calls[0]?.contact;
  if (!contact) return null;
  return (
    <Panel title="On call now">
      <div className="grid justify-items-start gap-3 text-sm">
        <div className="wrap-anywhere">
          <OnCallPerson contact={contact} />
          <p className="text-muted">Agreements that cover this hour:</p>
          <ul className="text-muted">
            {calls.map(({ id, company, contact: { coverage } }) => (
              <li key={id}>
                {company}: {coverage}
              </li>
            ))}
          </ul>
        </div>
        <CallLink phone={contact.phone} />
      </div>
    </Panel>
  );
}

function OnCallPerson({ contact: { name, until } }: { contact: OnCallContact }) {
  return (
    <>
      {name === null ? "Support answers this number" : <strong className="font-semibold">{name}</strong>}
      {name !== null && until !== null && ` is on call until ${until}`}.
    </>
  );
}

/** Who is on call, and by which coverage the reader may call. */
export function OnCallWords({ contact }: { contact: OnCallContact }) {
  return (
    <p className="wrap-anywhere">
      <OnCallPerson contact={contact} />
      <span className="block text-muted">Your agreement covers this hour: {contact.coverage}.</span>
    </p>
  );
}

/** One tap to call. */
export function CallLink({ phone, big }: { phone: string; big?: boolean }) {
  return (
    <a
      href={telephoneHref(phone)}
      className={buttonClass("primary", "medium", big ? "min-h-14 w-full justify-center text-base" : "")}
    >
      <Phone aria-hidden size={big ? 20 : 16} />
      Call {formatPhone(phone)}
    </a>
  );
}
