import { Phone } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { formatPhone } from "@/lib/kit/phone-numbers";
import { telephoneHref } from "@/lib/kit/telephone";
import type { OnCallContact } from "@/lib/people/on-call/types";

interface Props {
  contact: OnCallContact;
  /** Of the company that it is about, where the viewer reaches several. */
  company?: string | undefined;
}

/** Who is on call and the number, for those whose agreement covers this hour. */
export function CallNow({ contact, company }: Props) {
  return (
    <Panel title={company === undefined ? "On call now" : `On call now for ${company}`}>
      <div className="grid justify-items-start gap-3 text-sm">
        <OnCallWords contact={contact} />
        <CallLink phone={contact.phone} />
      </div>
    </Panel>
  );
}

/** Who is on call, and by which coverage the reader may call. */
export function OnCallWords({ contact: { name, until, coverage } }: { contact: OnCallContact }) {
  return (
    <p className="wrap-anywhere">
      {name === null ? "Support answers this number" : <strong className="font-semibold">{name}</strong>}
      {name !== null && until !== null && ` is on call until ${until}`}.
      <span className="block text-muted">Your agreement covers this hour: {coverage}.</span>
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
