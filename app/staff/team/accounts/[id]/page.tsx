import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { AccessPanel, AccountPanel, StaffSessionsPanel } from "@/components/people/accounts/staff/account-panels";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { OpenWorkPanel } from "@/components/site/hand-over/staff/open-work-panel";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { firstParameter, sentenceFor } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { managesAccounts } from "@/lib/people/accounts/policy";
import { findStaffAccount, listStaffSessions } from "@/lib/people/accounts/queries";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";
import { readOpenWork } from "@/lib/site/hand-over/queries";

// Without the name: the title is sent with a 404 too, and must not tell whether the account exists.
export const metadata: Metadata = { title: "Account" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const SAVED: Readonly<Record<string, string>> = {
  invited: "The account is made, and the mail with the link goes out.",
  changed: "The account is changed.",
  disabled: "The account is disabled. Nobody is signed in with it any more.",
  enabled: "The account is enabled, and the mail with the link goes out.",
  mailed: "The mail with the link goes out.",
  ended: "The session has ended.",
};

export default async function StaffAccountPage({ params, searchParams }: Props) {
  const { id } = await params;
  const query = await searchParams;
  const { viewer, account, sessions, work, history, zone } = await asViewer("staff", async (context, entered) => {
    const { viewer, brand, signedIn } = entered;
    if (!managesAccounts(viewer)) forbidden();
    const account = await findStaffAccount(context, id);
    if (!account) notFound();
    return together({
      ...{ viewer, account, zone: signedIn.account.timeZone ?? brand.zone },
      sessions: account.isManaged ? listStaffSessions(context, account.id) : [],
      work: readOpenWork(context, account.id),
      history: readHistory(context, { kind: "staff", id: account.id }),
    });
  });
  const brands = await brandNames(viewer.brands);
  const saved = sentenceFor(SAVED, firstParameter(query, "saved"));
  const [moved, left] = [Number(firstParameter(query, "moved") ?? Number.NaN), Number(firstParameter(query, "left"))];
  const outcome =
    Number.isSafeInteger(moved) && moved >= 0 ? { moved, left: Number.isSafeInteger(left) ? left : 0 } : null;
  const open = work.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffAccounts, label: "Accounts" }}
        title={account.name}
        detail={<TextLink href={routes.staffTeamMember(account.id)}>As clients see this person</TextLink>}
      />
      {saved && (
        <Callout tone="success" role="status" className="mb-6">
          {saved}
        </Callout>
      )}
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <AccountPanel account={account} brands={brands} isOwn={account.id === viewer.staffId} />
          {account.isManaged && (
            <AccessPanel account={account} isAsked={firstParameter(query, "ask") === "disable"} open={open} />
          )}
          {account.isManaged && (
            <StaffSessionsPanel account={account.id} sessions={sessions} brands={brands} zone={zone} />
          )}
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <OpenWorkPanel account={account.id} work={work} outcome={outcome} />
          <RecordHistory history={history} zone={zone} />
        </div>
      </div>
    </>
  );
}
