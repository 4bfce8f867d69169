import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { formatPhone } from "@/lib/kit/phone-numbers";
import { telephoneHref } from "@/lib/kit/telephone";
import type { CaseContactFacts } from "@/lib/threads/cases/staff/queries";
import { CaseLines } from "./case-lines";

const phoneWords: Readonly<Record<string, string>> = { work: "Work", mobile: "Mobile", fax: "Fax", other: "Phone" };

/** Who filed the case, how to reach them and what time it is where they are. */
export function ContactPanel({ contact }: { contact: CaseContactFacts }) {
  return (
    <Panel title="Contact">
      <div className="grid gap-4 text-sm">
        <div className="grid gap-1.5">
          <p className="font-semibold wrap-anywhere">{contact.name}</p>
          {contact.jobTitle && <p className="text-muted">{contact.jobTitle}</p>}
          {contact.isClosed && <p className="text-danger">The account is closed.</p>}
          <p>
            <TextLink href={`mailto:${contact.email}`}>{contact.email}</TextLink>
          </p>
          {contact.phones.map(({ kind, number }) => (
            <p key={`${kind} ${number}`}>
              <span className="text-muted">{phoneWords[kind] ?? "Phone"}</span>{" "}
              {kind === "fax" ? (
                <span className="tabular">{formatPhone(number)}</span>
              ) : (
                <TextLink href={telephoneHref(number)} className="tabular">
                  {formatPhone(number)}
                </TextLink>
              )}
            </p>
          ))}
          <p className="tabular text-muted">It is {contact.timeThere} there.</p>
        </div>
        <div className="grid gap-1 border-t border-line pt-3">
          <h3 className="text-muted">Recent cases of this contact</h3>
          <CaseLines lines={contact.recent} empty="This is the first." />
        </div>
      </div>
    </Panel>
  );
}
