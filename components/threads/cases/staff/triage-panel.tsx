import { CaseLinks } from "@/components/threads/cases/staff/case-links";
import { Property } from "@/components/threads/staff/property";
import { SnoozeProperty } from "@/components/threads/staff/snooze-property";
import { TextProperty } from "@/components/threads/staff/text-property";
import { AssigneeProperty, StatusProperty, TakeForm } from "@/components/threads/staff/work-forms";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { SEVERITIES } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { closedFor, SEVERITY_LABELS, STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/cases/rules";
import {
  assignCaseAction,
  setCaseStatusAction,
  snoozeCaseAction,
  takeCaseAction,
  triageCaseAction,
} from "@/lib/threads/cases/staff/actions";
import type { CaseChoices } from "@/lib/threads/cases/staff/choices/queries";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import { STATUS_CHOICES, type StatusChoice } from "@/lib/threads/cases/staff/schema";

interface Props {
  found: StaffCase;
  choices: CaseChoices;
  staffId: string;
}

/** Status, assignee, severity and product of a case: each is saved when it is chosen. */
export function TriagePanel({ found, choices, staffId }: Props) {
  const { number, status, owner, closeReason } = found;
  const allowed: readonly string[] = TRANSITIONS.staff_status[status];
  const offered = STATUS_CHOICES.filter((choice) => allowed.includes(choice.split(":")[0] ?? ""));
  return (
    <Panel title="Properties" className="no-print">
      <div className="grid gap-2.5">
        {/* A merged case is worked where it goes on. */}
        {!found.goesOnIn && (
          <StatusProperty
            action={setCaseStatusAction}
            kind="case"
            found={found}
            now={
              status === "closed" && closeReason
                ? { value: `closed:${closeReason}`, label: closedFor(closeReason) }
                : { value: status, label: STAFF_STATUS_LABELS[status] }
            }
            choices={offered.map((choice) => [choice, choiceWords(choice)])}
          />
        )}
        <AssigneeProperty
          action={assignCaseAction}
          number={number}
          owner={owner}
          name="assignee"
          label="Assignee"
          workers={choices.agents}
          me={staffId}
          noLonger="works cases"
        />
        {owner?.id !== staffId && <TakeForm kind="case" action={takeCaseAction} number={number} owner={owner} />}
        {status !== "closed" && (
          <SnoozeProperty kind="case" action={snoozeCaseAction} number={number} snooze={found.around.snooze} />
        )}
        <About found={found} choices={choices} />
        <CaseLinks number={number} links={found.links} works />
        {status !== "closed" && (
          <p className="text-sm">
            <TextLink href={routes.staffMergeCase(number)}>Merge into another case</TextLink>
          </p>
        )}
      </div>
    </Panel>
  );
}

function choiceWords(choice: StatusChoice): string {
  if (choice === "closed:solved") return closedFor("solved");
  if (choice === "closed:withdrawn") return closedFor("withdrawn");
  return STAFF_STATUS_LABELS[choice];
}

/** The three go to one action, which writes what differs from what was on screen: each sends the other two as they are. */
function About({ found, choices }: Pick<Props, "found" | "choices">) {
  const { number, severity, product } = found;
  const version = found.productVersion ?? "";
  const versions = choices.products.find(({ name }) => name === product)?.versions ?? [];
  const was = { "was.severity": severity, "was.product": product, "was.version": version };
  const common = { action: triageCaseAction, button: "Save" };
  return (
    <>
      <Property
        {...common}
        form="Severity"
        label="Severity"
        name="severity"
        value={severity}
        was="was.severity"
        hidden={{ number, product, version, ...was }}
        options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] }))}
        help="A change counts the answer clock anew."
      />
      <Property
        {...common}
        form="Product"
        label="Product"
        name="product"
        value={product}
        was="was.product"
        hidden={{ number, severity, version, ...was }}
        // A release is one of the product: with another product it goes.
        options={choices.products.map(({ name }) => ({
          value: name,
          label: name,
          also: { version: name === product ? version : "" },
        }))}
      />
      <TextProperty
        {...common}
        form="Version"
        label="Version"
        name="version"
        value={version}
        was="was.version"
        hidden={{ number, severity, product, ...was }}
        offered={versions}
        longest={50}
      />
    </>
  );
}
