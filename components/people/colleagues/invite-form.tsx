import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { RadioField, type RadioOption } from "@/components/forms/radio-field";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { type ColleagueRights, isWithin } from "@/lib/people/colleagues/rules";
import { inviteColleagueAction } from "@/lib/threads/requests/colleagues/actions";

const NOTHING: ColleagueRights = { billing: false, pay: false, cases: "none", requests: "none", companyAdmin: false };

interface Props {
  /** The viewer's own rights: what goes beyond them waits for portal support. */
  own: ColleagueRights;
  /** The company's confirmed mail domains. */
  domains: readonly string[];
  /** A UUID (version 7) made with the page: the same form sent twice is one invitation. */
  formId: string;
}

type Choice = readonly [value: string, label: string, rights: Partial<ColleagueRights>];

const MONEY: readonly Choice[] = [
  ["none", "No invoices, estimates or statements", {}],
  ["read", "See invoices, estimates and statements", { billing: true }],
  ["pay", "See them and pay invoices", { billing: true, pay: true }],
];
const CASES: readonly Choice[] = [
  ["none", "No support cases", {}],
  ["own", "Support cases they file or take part in", { cases: "own" }],
  ["company", "All support cases of the company", { cases: "company" }],
];
const REQUESTS: readonly Choice[] = [
  ["none", "No requests to the account team", {}],
  ["own", "Requests they send themselves", { requests: "own" }],
  ["company", "All requests of the company", { requests: "company" }],
];
const ADMIN: readonly Choice[] = [
  ["no", "No", {}],
  ["yes", "Yes, they see colleagues, invite and remove them", { companyAdmin: true }],
];

const BEYOND = "More than your own rights: waits for portal support.";

const optionsOf = (choices: readonly Choice[], own: ColleagueRights): RadioOption[] =>
  choices.map(([value, label, rights]) => ({
    ...{ value, label },
    ...(isWithin({ ...NOTHING, ...rights }, own) ? {} : { help: BEYOND }),
  }));

export function InviteForm({ own, domains, formId }: Props) {
  const at =
    domains.length > 0
      ? `At ${domains.join(" or ")} the invitation leaves at once. Any other address waits for portal support.`
      : "Your company has no confirmed mail domain yet, so each invitation waits for portal support.";
  return (
    <Panel title="Invite a colleague">
      <ActionForm
        action={inviteColleagueAction}
        formId={formId}
        label="Invite a colleague"
        values={{
          money: "none",
          cases: "none",
          requests: own.requests === "none" ? "none" : "own",
          companyAdmin: "no",
        }}
      >
        <TextField name="name" label="Name" help="First and last name." maxLength={200} autoComplete="off" />
        <TextField
          name="email"
          type="email"
          inputMode="email"
          label="Work email"
          help={at}
          maxLength={254}
          autoComplete="off"
        />
        <RadioField name="money" legend="Invoices, estimates and statements" options={optionsOf(MONEY, own)} />
        <RadioField name="cases" legend="Support cases" options={optionsOf(CASES, own)} />
        <RadioField name="requests" legend="Requests to the account team" options={optionsOf(REQUESTS, own)} />
        <RadioField name="companyAdmin" legend="Company administrator" options={optionsOf(ADMIN, own)} />
        <div>
          <SubmitButton pendingLabel="Inviting">Invite</SubmitButton>
        </div>
      </ActionForm>
    </Panel>
  );
}
