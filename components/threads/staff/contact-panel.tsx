import type { ReactNode } from "react";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { formatPhone } from "@/lib/kit/phone-numbers";
import type { ContactFacts } from "@/lib/threads/staff/queries";
import { Phone } from "./beside";

const phoneWords: Readonly<Record<string, string>> = { work: "Work", mobile: "Mobile", fax: "Fax", other: "Phone" };

/** The opener of the thread, how to reach them and their local time; then sections with their recent threads. */
export function ContactPanel({ contact, children }: { contact: ContactFacts; children: ReactNode }) {
  return (
    <Panel title="Contact">
      <div className="grid gap-4 text-sm">
        <div className="grid gap-1.5">
          <p className="font-semibold wrap-anywhere">
            <ContactLink contact={contact} />
          </p>
          {contact.jobTitle && <p className="text-muted">{contact.jobTitle}</p>}
          {contact.isClosed && <p className="text-danger">The account is closed.</p>}
          <p>
            <TextLink href={`mailto:${contact.email}`}>{contact.email}</TextLink>
          </p>
          {contact.phones.map(({ kind, number }) => (
            <p key={`${kind} ${number}`}>
              <span className="text-muted">{phoneWords[kind] ?? "Phone"}</span>{" "}
              <Phone number={formatPhone(number)} isFax={kind === "fax"} />
            </p>
          ))}
          <p className="tabular text-muted">It is {contact.timeThere} there.</p>
        </div>
        {children}
      </div>
    </Panel>
  );
}
