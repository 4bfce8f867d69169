import type { Metadata } from "next";
import { PasswordPanel } from "@/components/settings/password-panel";
import { PreferencesPanel } from "@/components/settings/preferences-panel";
import { SettingsNav, SettingsSection } from "@/components/settings/section";
import { sessionLines } from "@/components/settings/session-lines";
import { SessionsPanel } from "@/components/settings/sessions-panel";
import { ZonePanel } from "@/components/settings/zone-panel";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/actions/context";
import { listOwnSessions } from "@/lib/auth/own-sessions";
import { loadBrands } from "@/lib/brand/load";
import { readPreferences } from "@/lib/notifications/preference-queries";
import { routes } from "@/lib/routes";
import { DONE, parseSettingsView } from "@/lib/settings/schema";
import { businessNow, systemNow } from "@/lib/time";

export const metadata: Metadata = { title: "Settings" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What members of staff keep of their own account. */
export default async function StaffSettingsPage({ searchParams }: Props) {
  const { editing, done } = parseSettingsView(await searchParams);
  const { brand, signedIn, preferences } = await asViewer("staff", async (context, entered) => ({
    ...entered,
    preferences: await readPreferences(context),
  }));
  const sessions = await listOwnSessions(signedIn, systemNow());
  const zone = signedIn.account.timeZone ?? brand.zone;
  const brandNames = new Map((await loadBrands()).map(({ key, name }) => [key, name]));
  const said = (...kinds: (keyof typeof DONE)[]) => (done && kinds.includes(done) ? DONE[done] : null);
  return (
    <>
      <PageHeader title="Settings" detail="Name, email, roles and brands of staff are set by administrators." />
      <div className="grid gap-8 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
        <SettingsNav sections={["profile", "password", "email", "sessions"]} />
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
        </div>
      </div>
    </>
  );
}
