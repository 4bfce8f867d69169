import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { AddressesPanel } from "@/components/people/settings/addresses-panel";
import { LockedPanel } from "@/components/people/settings/locked-panel";
import { PasswordPanel } from "@/components/people/settings/password-panel";
import { PhonesPanel } from "@/components/people/settings/phones-panel";
import { PreferencesPanel } from "@/components/people/settings/preferences-panel";
import { SettingsNav, SettingsSection } from "@/components/people/settings/section";
import { sessionLines, signInLines } from "@/components/people/settings/session-lines";
import { SessionsPanel } from "@/components/people/settings/sessions-panel";
import { SignInsPanel } from "@/components/people/settings/sign-ins-panel";
import { ZonePanel } from "@/components/people/settings/zone-panel";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { readOwnAccess } from "@/lib/gate/auth/own-sessions";
import { mayAsk } from "@/lib/gate/rights";
import { businessNow, businessToday, systemNow } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { readPreferences } from "@/lib/mail/notices/preferences/queries";
import { readProfile } from "@/lib/people/settings/queries";
import { DONE, parseSettingsView, SECTIONS } from "@/lib/people/settings/schema";
import { routes } from "@/lib/routes";
import { listWaitingChanges, readLockedDetails } from "@/lib/threads/requests/changes/queries";

export const metadata: Metadata = { title: "Settings" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SettingsPage({ searchParams }: Props) {
  const { editing, done } = parseSettingsView(await searchParams);
  const { brand, signedIn, viewer, profile, preferences, locked, waiting } = await asViewer(
    "client",
    (context, entered) =>
      together({
        ...entered,
        profile: readProfile(context),
        preferences: readPreferences(context),
        locked: readLockedDetails(context, businessToday(entered.brand.zone)),
        waiting: listWaitingChanges(context),
      }),
  );
  const access = await readOwnAccess(signedIn, systemNow());
  const zone = profile.timeZone ?? brand.zone;
  const said = (...kinds: (keyof typeof DONE)[]) => (done && kinds.includes(done) ? DONE[done] : null);
  const canAsk = mayAsk(viewer);
  return (
    <>
      <PageHeader
        title="Settings"
        tools={viewer.companyId && <TextLink href={routes.settingsCompany}>Company</TextLink>}
      />
      <div className="grid gap-8 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
        <SettingsNav
          sections={SECTIONS.filter((section) => !signedIn.viewing || !["sessions", "history"].includes(section))}
        />
        <div className="grid min-w-0 max-w-180 gap-10">
          <SettingsSection
            id="profile"
            detail="How we reach you, and the zone that times are shown in."
            done={said("phone", "address", "zone")}
          >
            <PhonesPanel phones={profile.phones} editing={editing} formId={uuidv7()} />
            <AddressesPanel addresses={profile.addresses} editing={editing} formId={uuidv7()} />
            <ZonePanel
              base={routes.settings}
              zone={profile.timeZone}
              brand={brand}
              editing={editing}
              now={businessNow()}
            />
          </SettingsSection>
          <SettingsSection id="password" done={said("password")}>
            <PasswordPanel base={routes.settings} email={signedIn.account.email} editing={editing} />
          </SettingsSection>
          <SettingsSection id="email" detail="Which mail comes to your sign-in email." done={said("email")}>
            <PreferencesPanel preferences={preferences} />
          </SettingsSection>
          {/* Whoever looks as a client learns nothing of how the client signs in. */}
          {!signedIn.viewing && <AccessSections access={access} zone={zone} done={said("session", "sessions")} />}
          <SettingsSection
            id="locked"
            detail={
              <>
                {canAsk ? "Request a change here, or write to " : "To have them changed, write to "}
                <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
              </>
            }
          >
            <LockedPanel brand={brand} locked={locked} waiting={waiting} mayAsk={canAsk} />
          </SettingsSection>
        </div>
      </div>
    </>
  );
}

interface AccessProps {
  access: Awaited<ReturnType<typeof readOwnAccess>>;
  zone: string;
  /** Sentence about what was just done with the sessions. */
  done: string | null;
}

/** Where the viewer is logged in, and who tried to. */
function AccessSections({ access, zone, done }: AccessProps) {
  return (
    <>
      <SettingsSection
        id="sessions"
        detail="Where you are logged in. End what you don't recognize, then change your password."
        done={done}
      >
        <SessionsPanel sessions={sessionLines(access.sessions, zone)} />
      </SettingsSection>
      <SettingsSection
        id="history"
        detail="Who logged in to your account, and who tried with a wrong password. It was not you? Change your password."
      >
        <SignInsPanel signIns={signInLines(access.signIns, zone)} />
      </SettingsSection>
    </>
  );
}
