import {
  BookOpenText,
  Building2,
  CalendarClock,
  CircleQuestionMark,
  Clock,
  CreditCard,
  House,
  LayoutTemplate,
  Library,
  LifeBuoy,
  Mail,
  MessageCircle,
  MessagesSquare,
  ScrollText,
  Stamp,
  TextQuote,
  Timer,
  UserRound,
  UserRoundPlus,
  UsersRound,
} from "lucide-react";
import type { ReactNode } from "react";
import { AppShell } from "@/components/layout/app-shell";
import type { Area } from "@/components/layout/areas";
import { LiveProvider } from "@/components/live/live-provider";
import { Bell } from "@/components/mail/notices/bell";
import { SettingsLink } from "@/components/people/settings/settings-link";
import { SearchButton } from "@/components/site/search/search-button";
import { AlarmBanner } from "@/components/threads/alarms/staff/alarm-banner";
import { DeskPulse } from "@/components/threads/chats/staff/desk-pulse";
import { QueueMemory } from "@/components/threads/staff/queue-memory";
import { asViewer } from "@/lib/gate/actions/context";
import { readsAudit } from "@/lib/gate/audit/policy";
import { readsCases, worksRequests } from "@/lib/gate/rights";
import { logOutAction } from "@/lib/gate/sign-in/actions";
import { liveStart } from "@/lib/live/start";
import { readsMailLog } from "@/lib/mail/log/policy";
import { readsMoney, servesClients } from "@/lib/people/companies/policy";
import { handsBack } from "@/lib/people/portal-decisions/policy";
import { routes } from "@/lib/routes";
import { writesArticles } from "@/lib/site/articles/policy";
import { readStaffFrame } from "@/lib/site/frame/queries";
import { editsHomePage } from "@/lib/site/home-page/policy";
import { editsHours } from "@/lib/site/hours/policy";
import { editsLibrary } from "@/lib/site/library/policy";
import { editsContent } from "@/lib/site/versions/policy";
import { readsReceived } from "@/lib/threads/received/policy";
import { editsReplies } from "@/lib/threads/staff/canned-replies/policy";

/** The staff side: the client's frame with a mark, and the areas of the viewer's roles. Clients get a 404 here. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const { brand, signedIn, viewer, bell, alarms, ...counts } = await asViewer("staff", async (context, entered) => ({
    ...entered,
    ...(await readStaffFrame(context)),
  }));
  const { name, email } = signedIn.account;
  return (
    <AppShell
      brand={brand}
      areas={areasOf(viewer, counts).map((area) => ({ ...area, aside: ASIDE.includes(area.href) }))}
      account={{ name, email }}
      logOutAction={logOutAction}
      side="staff"
      tools={
        <>
          <SearchButton side="staff" />
          <Bell href={routes.staffNotices} {...bell} />
        </>
      }
      accountLinks={<SettingsLink href={routes.staffSettings} />}
    >
      <LiveProvider {...liveStart(signedIn.sessionId)} />
      <QueueMemory />
      {alarms && <AlarmBanner alarms={alarms} />}
      {counts.chats && <DeskPulse {...counts.chats} />}
      {children}
    </AppShell>
  );
}

type Counts = Pick<Awaited<ReturnType<typeof readStaffFrame>>, "chats" | "cases" | "requests" | "waiting">;

/** Looked up now and then, and read at a desk: on phones these leave the bottom bar to the others. */
const ASIDE: readonly string[] = [routes.staffAnswers, routes.staffArticles, routes.staffReplies];

/** The areas that the viewer's roles open, with what waits in them. */
function areasOf(viewer: Parameters<typeof editsHours>[0], { chats, cases, requests, waiting }: Counts): Area[] {
  const areas: Area[] = [{ href: routes.staff, label: "Overview", icon: <House aria-hidden size={18} />, exact: true }];
  if (readsCases(viewer)) {
    areas.push(
      { href: routes.staffCases, label: "Cases", icon: <LifeBuoy aria-hidden size={18} />, count: cases ?? 0 },
      { href: routes.staffAnswers, label: "Answers", icon: <Timer aria-hidden size={18} /> },
    );
  }
  if (chats) {
    areas.push({
      href: routes.staffChats,
      label: "Chat",
      icon: <MessageCircle aria-hidden size={18} />,
      count: chats.queued + chats.unread,
    });
  }
  if (writesArticles(viewer)) {
    areas.push({ href: routes.staffArticles, label: "Articles", icon: <BookOpenText aria-hidden size={18} /> });
  }
  if (editsReplies(viewer)) {
    areas.push({ href: routes.staffReplies, label: "Canned replies", icon: <TextQuote aria-hidden size={18} /> });
  }
  if (worksRequests(viewer)) {
    areas.push(
      {
        ...{ href: routes.staffRequests, label: "Requests", icon: <MessagesSquare aria-hidden size={18} /> },
        count: requests ?? 0,
      },
      { href: routes.staffRenewals, label: "Renewals", icon: <CalendarClock aria-hidden size={18} /> },
    );
  }
  if (readsMoney(viewer)) {
    areas.push({ href: routes.staffPayments, label: "Payments", icon: <CreditCard aria-hidden size={18} /> });
  }
  if (servesClients(viewer)) {
    areas.push(
      { href: routes.staffCompanies, label: "Companies", icon: <Building2 aria-hidden size={18} /> },
      {
        ...{ href: routes.staffContacts, label: "Contacts", icon: <UserRound aria-hidden size={18} /> },
        ...(waiting === null ? {} : { except: routes.staffWaiting }),
      },
    );
  }
  if (waiting !== null) {
    areas.push({
      ...{ href: routes.staffWaiting, label: "Waiting", icon: <UserRoundPlus aria-hidden size={18} /> },
      count: waiting,
    });
  }
  if (worksRequests(viewer)) {
    areas.push({ href: routes.staffTeam, label: "Team", icon: <UsersRound aria-hidden size={18} /> });
  }
  if (handsBack(viewer)) {
    areas.push({ href: routes.staffDecisions, label: "Decisions", icon: <Stamp aria-hidden size={18} /> });
  }
  if (editsHomePage(viewer)) {
    areas.push({ href: routes.staffHomePage, label: "Home page", icon: <LayoutTemplate aria-hidden size={18} /> });
  }
  if (editsContent(viewer)) {
    areas.push({ href: routes.staffFaq, label: "FAQ", icon: <CircleQuestionMark aria-hidden size={18} /> });
  }
  if (editsLibrary(viewer)) {
    areas.push({ href: routes.staffResources, label: "Resources", icon: <Library aria-hidden size={18} /> });
  }
  if (editsHours(viewer)) {
    areas.push({ href: routes.staffHours, label: "Hours", icon: <Clock aria-hidden size={18} /> });
  }
  if (readsMailLog(viewer) || readsReceived(viewer)) {
    const href = readsMailLog(viewer) ? routes.staffMail : routes.staffReceived;
    areas.push({ href, label: "Mail", icon: <Mail aria-hidden size={18} /> });
  }
  if (readsAudit(viewer)) {
    areas.push({ href: routes.staffAudit, label: "Audit", icon: <ScrollText aria-hidden size={18} /> });
  }
  return areas;
}
