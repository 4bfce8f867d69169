import { CASES_SCOPES, REQUESTS_SCOPES, type Scope } from "@/db/schema/constants";

/** What a contact may do, as a company administrator gives it to a colleague. */
export interface ColleagueRights {
  readonly billing: boolean;
  readonly pay: boolean;
  readonly cases: Scope;
  readonly requests: Scope;
  readonly companyAdmin: boolean;
}

const noMore = (scopes: readonly Scope[], wanted: Scope, own: Scope) => scopes.indexOf(wanted) <= scopes.indexOf(own);

/** Whether nothing of what is wanted goes beyond the own rights. The trigger colleague_acts_before says the same. */
export function isWithin(wanted: ColleagueRights, own: ColleagueRights): boolean {
  return (
    (!wanted.billing || own.billing) &&
    (!wanted.pay || own.pay) &&
    (!wanted.companyAdmin || own.companyAdmin) &&
    noMore(CASES_SCOPES, wanted.cases, own.cases) &&
    noMore(REQUESTS_SCOPES, wanted.requests, own.requests)
  );
}

const CASES: Readonly<Record<Scope, string>> = {
  none: "No support cases",
  own: "Own support cases",
  company: "All support cases",
};
const REQUESTS: Readonly<Record<Scope, string>> = {
  none: "No requests",
  own: "Own requests",
  company: "All requests",
};

/** Rights in plain words, one line each: on the list of colleagues, in requests and in mails. */
export function colleagueWords({ billing, pay, cases, requests, companyAdmin }: ColleagueRights): string[] {
  return [
    pay ? "Sees and pays invoices" : billing ? "Sees invoices" : "No invoices",
    CASES[cases],
    REQUESTS[requests],
    ...(companyAdmin ? ["Company administrator"] : []),
  ];
}
