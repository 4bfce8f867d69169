import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { PhoneLink } from "@/components/people/account-team/reach";
import { AbsencePanel } from "@/components/people/account-team/staff/absence-panel";
import { roleWords } from "@/components/people/account-team/staff/people-table";
import { PhotoPanel } from "@/components/people/account-team/staff/photo-panel";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { Avatar } from "@/components/ui/avatar";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { portraitRefusal } from "@/lib/files/portrait";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { firstParameter } from "@/lib/kit/lists/address";
import { managesTeam, recordsAbsenceOf } from "@/lib/people/account-team/staff/policy";
import { findTeamPerson, readAbsences, type TeamPerson } from "@/lib/people/account-team/staff/queries";
import { listDecisionsAbout } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";

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
  const { viewer, person, plan, decisions } = await asViewer("staff", async (context, { viewer }) => {
    if (!worksRequests(viewer)) forbidden();
    const person = await findTeamPerson(context, id);
    return {
      viewer,
      person,
      plan: person?.staffId ? await readAbsences(context, person.staffId) : null,
      decisions: person ? await listDecisionsAbout(context, person.email) : [],
    };
  });
  if (!person) notFound();
  const brands = await brandNames(viewer.brands);
  const saved = firstParameter(query, "saved") ?? "";
  const photo = firstParameter(query, "photo") ?? "";
  return (
    <>
      <PageHeader back={{ href: routes.staffTeam, label: "Team" }} title={person.name} detail={roleWords(person)} />
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
            <p className="mt-3 text-sm text-muted">
              Name, role, phone and working hours come from the ERP and are changed there.
            </p>
          </Panel>
          <Picture person={person} chooses={managesTeam(viewer)} outcome={photoOutcome(photo)} />
          <DecisionsPanel standing={{ contactId: null, fields: [], decisions }} page={{ person: person.id }} />
        </div>
        {person.staffId && plan ? (
          <AbsencePanel
            person={person.staffId}
            plan={plan}
            writes={recordsAbsenceOf(viewer, person.staffId)}
            saved={SAVED[saved] ?? null}
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
