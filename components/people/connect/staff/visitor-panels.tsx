import { CompanyLink, ContactLink } from "@/components/people/companies/staff/client-links";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { VisitorDetail } from "@/lib/people/connect/staff/queries";
import { SOURCE_LABELS } from "@/lib/people/connect/staff/rules";

export function FactsPanel({ visitor, brand }: { visitor: VisitorDetail; brand: string }) {
  const { email, confirmed, company, phone, source, since } = visitor;
  return (
    <Panel title="As the visitor typed it">
      <DefinitionList>
        <Fact term="Email">
          <TextLink href={`mailto:${email}`}>{email}</TextLink>
          <span className="block">
            {confirmed ? (
              <>
                <StatusDot tone="success">Confirmed</StatusDot> <span className="text-muted">{confirmed}</span>
              </>
            ) : (
              <StatusDot tone="warning">Not confirmed</StatusDot>
            )}
          </span>
        </Fact>
        <Fact term="Company">{company}</Fact>
        <Fact term="Phone">{phone ?? <span className="text-muted">Not given</span>}</Fact>
        <Fact term="Source">
          {SOURCE_LABELS[source]}, {brand}
        </Fact>
        <Fact term="Since">{since}</Fact>
      </DefinitionList>
    </Panel>
  );
}

/** Everything that the visitor wrote, newest first. What differs from the facts was typed in that form. */
export function WordsPanel({ words }: { words: VisitorDetail["words"] }) {
  return (
    <Panel title="What they wrote">
      {words.length === 0 ? (
        <p className="text-sm text-muted">Nothing is kept of it.</p>
      ) : (
        <ol className="grid divide-y divide-line text-sm">
          {words.map(({ id, when, name, company, phone, need }) => (
            <li key={id} className="grid gap-1 py-3 first:pt-0 last:pb-0">
              <p className="text-xs text-muted wrap-anywhere">
                {when} · {[name, company, phone].filter(Boolean).join(", ")}
              </p>
              <p className="whitespace-pre-wrap wrap-anywhere">
                {need ?? <span className="text-muted">No words, the fields above alone.</span>}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** Contacts who may be this person. The visitor learns nothing of them. */
export function LikelyPanel({ likely }: { likely: VisitorDetail["likely"] }) {
  if (likely.length === 0) return null;
  return (
    <Panel title="May be somebody who is here already">
      <ul className="grid divide-y divide-line text-sm">
        {likely.map(({ id, name, email, company, isClosed, reason }) => (
          <li key={id} className="grid gap-0.5 py-2.5 wrap-anywhere first:pt-0 last:pb-0">
            <ContactLink contact={{ id, name }} />
            <span className="text-muted">
              {email}
              {company && (
                <>
                  , <CompanyLink company={company} />
                </>
              )}
            </span>
            <span className="text-xs text-muted">
              {reason}
              {isClosed && " · account closed"}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
