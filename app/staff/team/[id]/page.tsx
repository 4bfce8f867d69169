import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { PhoneLink } from "@/components/people/account-team/reach";
import { AbsencePanel } from "@/components/people/account-team/staff/absence-panel";
import { EntryPanel } from "@/components/people/account-team/staff/entry-panel";
import { roleWords } from "@/components/people/account-team/staff/people-table";
import { PhotoPanel } from "@/components/people/account-team/staff/photo-panel";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { Avatar } from "@/components/ui/avatar";
import { Callout } from "@/components/ui/callout";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { portraitRefusal } from "@/lib/files/portrait";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { firstParameter, sentenceFor } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { findTeamEntry } from "@/lib/people/account-team/staff/entries/queries";
import { managesTeam, recordsAbsenceOf } from "@/lib/people/account-team/staff/policy";
import { findTeamPerson, readAbsences, type TeamPerson } from "@/lib/people/account-team/staff/queries";
import { listDecisionsAbout } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";

export const metadata: Metadata = { title: "Team" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const SAVED: Readonly<Record<string, string>> = {
  absence: "The absence is recorded.",
  removed: "The absence is removed.",
};

export default async function StaffTeamMemberPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const { viewer, person, ...read } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!worksRequests(viewer)) forbidden();
    const person = await findTeamPerson(context, id);
    if (!person) notFound();
    return together({
      ...{ viewer, person, zone: signedIn.account.timeZone ?? brand.zone },
      plan: person.staffId ? readAbsences(context, person.staffId) : null,
      decisions: listDecisionsAbout(context, person.email),
      entry: findTeamEntry(context, person.email),
      history: readHistory(context, { kind: "staff", id: person.id }),
    });
  });
  const { plan, decisions, entry, history, zone } = read;
  const brands = await brandNames(viewer.brands);
  const saved = firstParameter(query, "saved");
  const photo = firstParameter(query, "photo") ?? "";
  return (
    <>
      <PageHeader back={{ href: routes.staffTeam, label: "Team" }} title={person.name} detail={roleWords(person)} />
      {saved === "entry" && (
        <Callout tone="success" role="status" className="mb-6">
          Phone and working hours are saved.
        </Callout>
      )}
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <Panel title="As clients see it">
            <DefinitionList>
              <Fact inline term="Mail">
                <TextLink href={`mailto:${person.email}`}>{person.email}</TextLink>
              </Fact>
              {person.phone && (
                <Fact inline term="Phone">
                  <PhoneLink phone={person.phone} />
                </Fact>
              )}
              {person.hours.length > 0 && (
                <Fact inline term="Working hours">
                  {person.hours.map((hours) => (
                    <span key={hours} className="block">
                      {hours}
                    </span>
                  ))}
                </Fact>
              )}
              <Fact inline term="Companies">
                {person.companies.toLocaleString("en-US")}
                {person.brands.length > 0 && ` (${person.brands.map((key) => brands[key] ?? key).join(", ")})`}
              </Fact>
            </DefinitionList>
            <p className="mt-3 text-sm text-muted">What comes from the ERP is changed there.</p>
          </Panel>
          {entry && <EntryPanel person={person.id} entry={entry} />}
          <Picture person={person} chooses={managesTeam(viewer)} outcome={photoOutcome(photo)} />
          <DecisionsPanel standing={{ contactId: null, fields: [], decisions }} page={{ person: person.id }} />
          <RecordHistory history={history} zone={zone} />
        </div>
        {person.staffId && plan ? (
          <AbsencePanel
            person={person.staffId}
            plan={plan}
            writes={recordsAbsenceOf(viewer, person.staffId)}
            saved={sentenceFor(SAVED, saved)}
          />
        ) : (
          <Panel title="Absences">
            <p className="text-sm text-muted">
              {person.name} has no account in the portal, so no absence can be recorded here.
            </p>
          </Panel>
        )}
      </div>
    </>
  );
}

type Outcome = ReturnType<typeof photoOutcome>;

function Picture({ person, chooses, outcome }: { person: TeamPerson; chooses: boolean; outcome: Outcome }) {
  const isOnTeam = person.brands.length > 0;
  if (chooses && isOnTeam) return <PhotoPanel person={person} outcome={outcome} />;
  return (
    <Panel title="Picture">
      <div className="flex items-center gap-4 text-sm text-muted">
        <Avatar name={person.name} photoId={person.photoId} size="large" />
        {isOnTeam ? "Administrators choose pictures." : "A picture can be chosen for who stands on an account team."}
      </div>
    </Panel>
  );
}

function photoOutcome(code: string) {
  if (code === "saved") return { tone: "success", text: "The picture is saved." } as const;
  if (code === "removed") return { tone: "success", text: "The picture is removed." } as const;
  const text = portraitRefusal(code);
  return text ? ({ tone: "danger", text } as const) : null;
}
