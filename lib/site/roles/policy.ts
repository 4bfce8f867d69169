import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import type { StaffViewer } from "@/db/viewer";
import { readsAudit } from "@/lib/gate/audit/policy";
import { readsCases, worksCases, worksRequests } from "@/lib/gate/rights";
import { readsMailLog } from "@/lib/mail/log/policy";
import { managesTeam } from "@/lib/people/account-team/staff/policy";
import { managesAccounts } from "@/lib/people/accounts/policy";
import { decidesAgreements } from "@/lib/people/agreements/policy";
import { viewsAsClients } from "@/lib/people/client-views/policy";
import { readsMoney, servesClients } from "@/lib/people/companies/policy";
import { admitsVisitors } from "@/lib/people/connect/staff/policy";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { editsOnCall } from "@/lib/people/on-call/policy";
import { managesPersonData } from "@/lib/people/person-data/policy";
import { handsBack } from "@/lib/people/portal-decisions/policy";
import { writesArticles } from "@/lib/site/articles/policy";
import { editsHomePage } from "@/lib/site/home-page/policy";
import { editsHours } from "@/lib/site/hours/policy";
import { editsLibrary } from "@/lib/site/library/policy";
import { editsContent } from "@/lib/site/versions/policy";
import { setsTalks, worksChats } from "@/lib/threads/chats/staff/policy";
import { decidesFiles } from "@/lib/threads/files/staff/policy";
import { readsReceived } from "@/lib/threads/received/policy";
import { editsReplies } from "@/lib/threads/staff/canned-replies/policy";

/**
 * What staff may do, each with the function by which its room decides. The page of roles asks them, and so does the
 * test of every room: a right that moves in the code moves here.
 */
const RIGHTS = [
  { right: "Read companies and contacts", may: servesClients },
  { right: "Edit, merge and invite contacts, edit and merge companies", may: editsPeople },
  { right: "Approve or decline who waits for an account", may: admitsVisitors },
  { right: "View the portal as a client", may: viewsAsClients },
  { right: "Decide the coverage of agreements", may: decidesAgreements },
  { right: "Read cases", may: readsCases },
  { right: "Answer and assign cases", may: worksCases },
  { right: "Write and approve articles", may: writesArticles },
  { right: "Answer chats", may: worksChats },
  { right: "Edit canned replies", may: editsReplies },
  { right: "Set how many chats an agent has", may: setsTalks },
  { right: "Answer requests and see renewals", may: worksRequests },
  { right: "Release or discard held files", may: decidesFiles },
  { right: "Read invoices, payments and their events", may: readsMoney },
  { right: "See the team and record own absences", may: worksRequests },
  { right: "Record absences of others, choose pictures", may: managesTeam },
  { right: "Invite colleagues, change roles, hand over work", may: managesAccounts },
  { right: "Export and erase a person’s data", may: managesPersonData },
  { right: "Hand decisions back to the ERP", may: handsBack },
  { right: "Edit the home page", may: editsHomePage },
  { right: "Edit and publish the FAQ", may: editsContent },
  { right: "Edit and publish resources", may: editsLibrary },
  { right: "Edit hours and days off", may: editsHours },
  { right: "Edit who is on call", may: editsOnCall },
  { right: "Read the log of sent mail", may: readsMailLog },
  { right: "Read received mail", may: readsReceived },
  { right: "Read the audit log and histories", may: readsAudit },
] as const satisfies readonly { readonly right: string; readonly may: (viewer: StaffViewer) => boolean }[];

/** Somebody with one role alone, on one brand: what a role is by itself. */
const holderOf = (role: StaffRole): StaffViewer => ({
  ...{ kind: "staff", staffId: "00000000-0000-0000-0000-000000000000" },
  ...{ brands: ["any"], roles: [role] },
});

export interface RightsLine {
  readonly right: string;
  readonly roles: ReadonlySet<StaffRole>;
}

/** The table of roles and rights, asked of the code that decides. */
export function rightsTable(): readonly RightsLine[] {
  return RIGHTS.map(({ right, may }) => ({
    right,
    roles: new Set(STAFF_ROLES.filter((role) => may(holderOf(role)))),
  }));
}
