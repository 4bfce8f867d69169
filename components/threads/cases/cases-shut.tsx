import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { formatDay } from "@/lib/kit/time";
import type { SupportStanding } from "@/lib/people/agreements/rules";
import type { CaseAccess } from "@/lib/threads/cases/queries";
import { type Ask, AskButton } from "./ask";
import { listed } from "./words";

interface Props {
  access: Exclude<CaseAccess, { kind: "open" }>;
  /** Support of the primary company: of a related company only the name may be shown. */
  primary: SupportStanding;
  ask: Ask;
}

/** Shown instead of cases to contacts without access: the reason, and a link to who can change it. */
export function CasesShut({ access, primary, ask }: Props) {
  const who = ask.isManager ? `${ask.name}, your account manager,` : "Portal support";
  return (
    <Panel flush>
      {access.kind === "no-right" && (
        <Shut
          title="Support cases are not open to you yet"
          action={<AskButton ask={ask} subject="Access to support cases" />}
        >
          Your account has no right to support cases. {who} can have it opened for you.
        </Shut>
      )}
      {access.kind === "no-company" && (
        <Shut
          title="Your account has no company yet"
          action={<AskButton ask={ask} subject="Support cases without a company" />}
        >
          Support cases belong to a company, and your account is tied to none. {who} can put that right.
        </Shut>
      )}
      {access.kind === "no-agreement" && (
        <Shut
          title="No support agreement is in force today"
          action={<AskButton ask={ask} subject="Support agreement" />}
        >
          <p>
            Support cases come with a support agreement. {listed(access.companies.map(({ name }) => name))}{" "}
            {access.companies.length === 1 ? "has" : "have"} none in force today, so no case can be filed and none is
            shown, old ones included. They are kept, and come back with a new agreement.
          </p>
          {access.companies.some(({ isPrimary }) => isPrimary) && <Ended primary={primary} />}
        </Shut>
      )}
    </Panel>
  );
}

function Shut({ title, action, children }: { title: string; action: ReactNode; children: ReactNode }) {
  return (
    <EmptyState title={title} action={action}>
      {children}
    </EmptyState>
  );
}

function Ended({ primary }: { primary: SupportStanding }) {
  if (primary.kind === "ended" && primary.term.state === "active") {
    return (
      <p className="mt-2">
        Yours, {primary.term.product}, ended on {formatDay(primary.term.endsOn)}.
      </p>
    );
  }
  if (primary.kind === "upcoming") {
    return (
      <p className="mt-2">
        Yours, {primary.term.product}, begins on {formatDay(primary.term.startsOn)}.
      </p>
    );
  }
  return null;
}
