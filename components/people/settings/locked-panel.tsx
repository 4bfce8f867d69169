import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { CHANGE_FIELDS, type ChangeField } from "@/db/schema/constants";
import type { Brand } from "@/lib/gate/brand/types";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import type { SupportStanding } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";
import type { LockedDetails, WaitingChange } from "@/lib/threads/requests/changes/queries";
import { CASES_WORDS, changeReason, rightsWords, teamWords } from "@/lib/threads/requests/changes/rules";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";
import { EditLink } from "./edit-link";

interface Props {
  brand: Pick<Brand, "companyAccess">;
  locked: LockedDetails;
  waiting: readonly WaitingChange[];
  /** Whether the viewer may send requests; others write to the mailbox. */
  mayAsk: boolean;
}

/** Details that only administrators change, with the reason and the way to ask for a change. */
export function LockedPanel({ brand, locked, waiting, mayAsk }: Props) {
  return (
    <Panel>
      <dl className="grid divide-y divide-line">
        {CHANGE_FIELDS.map((field) => {
          const asked = waiting.find((one) => one.field === field);
          return (
            <div
              key={field}
              className="grid gap-x-6 gap-y-2 py-3.5 text-sm sm:grid-cols-[11rem_minmax(0,1fr)_auto] sm:items-start"
            >
              <dt className="flex items-start gap-2 text-muted">
                <Lock aria-hidden size={14} className="mt-0.5 flex-none" />
                {CHANGE_LABELS[field]}
              </dt>
              <dd className="grid min-w-0 gap-1">
                <Value locked={locked} field={field} />
                <p className="text-muted">{changeReason(field, brand)}</p>
                {asked && (
                  <p>
                    You asked for a change: <TextLink href={routes.request(asked.number)}>{asked.number}</TextLink>
                  </p>
                )}
              </dd>
              {mayAsk && !asked && (
                <dd>
                  <EditLink href={routes.settingsChange(field)} of={`of ${CHANGE_LABELS[field].toLowerCase()}`}>
                    Request a change
                  </EditLink>
                </dd>
              )}
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}

function Value({ locked, field }: { locked: LockedDetails; field: ChangeField }): ReactNode {
  switch (field) {
    case "name":
      return <p className="wrap-anywhere">{locked.name}</p>;
    case "email":
      return (
        <>
          <p className="wrap-anywhere">{locked.email}</p>
          {locked.newEmail && (
            <p className="wrap-anywhere">
              {locked.newEmail} takes its place as soon as you open the link that we sent there.
            </p>
          )}
        </>
      );
    case "company":
      return <p className="wrap-anywhere">{locked.company ?? "None"}</p>;
    case "relations":
      return <Lines lines={locked.relations} none="None" />;
    case "rights":
      return <Lines lines={rightsWords(locked.rights)} none="None" />;
    case "support":
      return <Lines lines={[CASES_WORDS[locked.rights.cases], supportWords(locked.support)]} none="None" />;
    case "account_team":
      return <Lines lines={locked.team.map(teamWords)} none="Nobody yet" />;
  }
}

function Lines({ lines, none }: { lines: readonly string[]; none: string }) {
  if (lines.length === 0) return <p>{none}</p>;
  return (
    <ul className="grid gap-0.5">
      {lines.map((line) => (
        <li key={line} className="wrap-anywhere">
          {line}
        </li>
      ))}
    </ul>
  );
}

/** State of the company's support agreement in words. */
function supportWords(support: SupportStanding): string {
  switch (support.kind) {
    case "in-force":
      return `${support.term.product}, in force ${lastDayWords("until", support.term.endsOn)}`;
    case "upcoming":
      return `${support.term.product}, in force from ${formatDay(support.term.startsOn)}`;
    case "ended":
      return support.term.state === "cancelled"
        ? `${support.term.product} was cancelled: no support agreement is in force`
        : `${support.term.product} ended on ${formatDay(support.term.endsOn)}`;
    case "none":
      return "No support agreement";
  }
}
