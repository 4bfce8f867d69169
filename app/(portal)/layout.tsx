import { FileText, LayoutDashboard, Library, LifeBuoy, MessageCircle, ReceiptText, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import type { Area } from "@/components/layout/areas";
import { LiveProvider } from "@/components/live/live-provider";
import { Bell } from "@/components/mail/notices/bell";
import { ViewBanner } from "@/components/people/client-views/view-banner";
import { SettingsLink } from "@/components/people/settings/settings-link";
import { NoticeBanner } from "@/components/site/home-page/notice-banner";
import { SearchButton } from "@/components/site/search/search-button";
import { ChatBarLabel } from "@/components/threads/chats/chat-bar-label";
import { ChatDock } from "@/components/threads/chats/chat-dock";
import { ChatTopState } from "@/components/threads/chats/chat-top-state";
import { asViewer } from "@/lib/gate/actions/context";
import { hasCases } from "@/lib/gate/rights";
import { logOutAction } from "@/lib/gate/sign-in/actions";
import { businessInstant, businessNow, businessToday, formatInstant, minutesUntil } from "@/lib/kit/time";
import { liveStart } from "@/lib/live/start";
import { readsMoney } from "@/lib/people/companies/policy";
import { routes } from "@/lib/routes";
import { readFrame } from "@/lib/site/frame/queries";
import { noticeFor } from "@/lib/site/home-page/rules";
import { toldHours } from "@/lib/site/hours/rules";

/**
 * The client's side. The navigation has the areas that this contact may enter; Support Cases is there for everybody.
 */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const { brand, signedIn, viewer, company, badges, bell, chat } = await asViewer(
    "client",
    async (context, entered) => ({
      ...entered,
      ...(await readFrame(context, businessToday(entered.brand.zone))),
    }),
  );
  const { viewing } = signedIn;
  return (
    <AppShell
      brand={brand}
      areas={areasOf(
        viewer,
        badges,
        <ChatBarLabel told={toldHours(brand).chat} brandZone={brand.zone} zone={signedIn.account.timeZone} />,
      )}
      account={{
        name: signedIn.account.name,
        email: signedIn.account.email,
        ...(company ? { detail: company.name } : {}),
      }}
      logOutAction={logOutAction}
      accountLinks={<SettingsLink href={routes.settings} />}
      side="client"
      tools={
        <>
          <SearchButton side="client" />
          <ChatTopState brand={brand} zone={signedIn.account.timeZone} />
          <Bell href={routes.notices} {...bell} />
        </>
      }
    >
      {viewing ? (
        <ViewBanner
          viewing={viewing}
          ends={formatInstant(businessInstant(viewing.endsAt), signedIn.account.timeZone ?? brand.zone)}
          minutesLeft={minutesUntil(viewing.endsAt)}
        />
      ) : (
        // Neither tells that the client is here nor takes what is meant for them.
        <LiveProvider {...liveStart(signedIn.sessionId)} />
      )}
      <NoticeBanner notice={noticeFor(brand, hasCases(viewer) ? "support" : "client", businessNow())} inside />
      {children}
      {chat && !viewing && <ChatDock key={chat.id} chat={chat} />}
    </AppShell>
  );
}

type Frame = Awaited<ReturnType<typeof readFrame>>;

/** The areas that the contact may enter, with what waits in them. `chatLabel`: whether chat is open, for the bottom bar. */
function areasOf(viewer: Parameters<typeof readsMoney>[0], badges: Frame["badges"], chatLabel: ReactNode): Area[] {
  const areas: Area[] = [
    { href: routes.dashboard, label: "Dashboard", icon: <LayoutDashboard aria-hidden size={18} /> },
  ];
  if (readsMoney(viewer)) {
    areas.push({
      ...{ href: routes.invoices, label: "Invoices", icon: <ReceiptText aria-hidden size={18} /> },
      count: badges.invoices,
    });
  }
  // For everybody: a contact without access to cases reads there why, and whom to ask.
  areas.push({
    href: routes.cases,
    label: "Support Cases",
    shortLabel: "Cases",
    icon: <LifeBuoy aria-hidden size={18} />,
    count: badges.cases,
  });
  areas.push({
    href: routes.chats,
    label: "Chat",
    barLabel: chatLabel,
    icon: <MessageCircle aria-hidden size={18} />,
    count: badges.chats,
  });
  areas.push({
    href: routes.accountTeam,
    label: "Account Team",
    shortLabel: "Team",
    icon: <UsersRound aria-hidden size={18} />,
    count: badges.accountTeam,
  });
  if (readsMoney(viewer)) {
    areas.push({
      ...{ href: routes.estimates, label: "Estimates", icon: <FileText aria-hidden size={18} /> },
      count: badges.estimates,
    });
  }
  areas.push({ href: routes.resources, label: "Resources", icon: <Library aria-hidden size={18} /> });
  return areas;
}
