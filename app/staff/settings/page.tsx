import type { Metadata } from "next";
import { PasswordPanel } from "@/components/people/settings/password-panel";
import { PreferencesPanel } from "@/components/people/settings/preferences-panel";
import { SettingsNav, SettingsSection } from "@/components/people/settings/section";
import { sessionLines, signInLines } from "@/components/people/settings/session-lines";
import { SessionsPanel } from "@/components/people/settings/sessions-panel";
import { SignInsPanel } from "@/components/people/settings/sign-ins-panel";
import { ZonePanel } from "@/components/people/settings/zone-panel";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { readOwnAccess } from "@/lib/gate/auth/own-sessions";
import { loadBrands } from "@/lib/gate/brand/load";
import { businessNow, systemNow } from "@/lib/kit/time";
import { readPreferences } from "@/lib/mail/notices/preferences/queries";
import { DONE, parseSettingsView } from "@/lib/people/settings/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Settings" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What members of staff can change about their own account. */
export default async function StaffSettingsPage({ searchParams }: Props) {
  const { editing, done } = parseSettingsView(await searchParams);
  const { brand, signedIn, preferences } = await asViewer("staff", async (context, entered) => ({
    ...entered,
    preferences: await readPreferences(context),
  }));
  const { sessions, signIns } = await readOwnAccess(signedIn, systemNow());
  const zone = signedIn.account.timeZone ?? brand.zone;
  const brandNames = new Map((await loadBrands()).map(({ key, name }) => [key, name]));
  const said = (...kinds: (keyof typeof DONE)[]) => (done && kinds.includes(done) ? DONE[done] : null);
  return (
    <>
      <PageHeader title="Settings" detail="Name, email, roles and brands of staff are set by administrators." />
      <div className="grid gap-8 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
        <SettingsNav sections={["profile", "password", "email", "sessions", "history"]} />
        <div className="grid min-w-0 max-w-180 gap-10">
          <SettingsSection id="profile" detail="Days of your absences are days there." done={said("zone")}>
            <ZonePanel base={routes.staffSettings} zone={zone} brand={null} editing={editing} now={businessNow()} />
          </SettingsSection>
          <SettingsSection id="password" done={said("password")}>
            <PasswordPanel base={routes.staffSettings} email={signedIn.account.email} editing={editing} />
          </SettingsSection>
          <SettingsSection id="email" detail="Which mail comes to your sign-in email." done={said("email")}>
            <PreferencesPanel preferences={preferences} />
          </SettingsSection>
          <SettingsSection
            id="sessions"
            detail="Where you are logged in. End what you don't recognize, then change your password."
            done={said("session", "sessions")}
          >
            <SessionsPanel sessions={sessionLines(sessions, zone, brandNames)} />
          </SettingsSection>
          <SettingsSection
            id="history"
            detail="Who logged in to your account, and who tried with a wrong password. It was not you? Change your password."
          >
            <SignInsPanel signIns={signInLines(signIns, zone, brandNames)} />
          </SettingsSection>
        </div>
      </div>
    </>
  );
}
