import Form from "next/form";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { RadioField, type RadioOption } from "@/components/forms/radio-field";
import { Button } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { CASES_SCOPES, REQUESTS_SCOPES } from "@/db/schema/constants";
import { approveVisitorAction } from "@/lib/people/connect/staff/actions";
import type { VisitorDetail } from "@/lib/people/connect/staff/queries";
import {
  CASES_LABELS,
  type CompanyCandidate,
  MONEY_LABELS,
  PRESETS,
  type Preset,
  REQUESTS_LABELS,
  rightsOf,
} from "@/lib/people/connect/staff/rules";
import { NEW_COMPANY, type parseVisitorPage, visitorHref } from "@/lib/people/connect/staff/schema";
import { routes } from "@/lib/routes";

interface Props {
  visitor: VisitorDetail;
  page: ReturnType<typeof parseVisitorPage>;
}

const options = <T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) =>
  values.map((value) => ({ value, label: labels[value] }));

/**
 * Company and rights of the future contact. Preset and search are in the address, so that both work without scripts; the
 * form begins anew with them.
 */
export function ApprovePanel({ visitor, page }: Props) {
  const { id, name, company, suggestions } = visitor;
  const [best] = suggestions;
  const values = { name, companyName: company, company: best?.company.id ?? "", ...rightsOf(page.preset) };
  return (
    <Panel title={<span id="approve">Approve</span>}>
      <div className="grid gap-5">
        <CompanySearch id={id} page={page} />
        <div className="grid gap-1.5">
          <p className="text-sm font-semibold">Rights by job</p>
          <ChipRow label="Rights by job">
            {(Object.keys(PRESETS) as Preset[]).map((preset) => (
              <Chip key={preset} href={visitorHref(id, { ...page, preset })} selected={preset === page.preset}>
                {PRESETS[preset].label}
              </Chip>
            ))}
          </ChipRow>
        </div>
        <ActionForm
          key={`${page.preset ?? ""}|${page.find}`}
          action={approveVisitorAction}
          label="Approve"
          values={values}
          className="grid gap-5 border-t border-line pt-5"
        >
          <input type="hidden" name="visitor" value={id} />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField name="name" label="Name" autoComplete="off" maxLength={120} />
            <TextField name="jobTitle" label="Job title" optional autoComplete="off" maxLength={120} />
          </div>
          <RadioField name="company" legend="Company" options={companyOptions(visitor, page.find)} />
          <TextField
            name="companyName"
            label="Name of the new company"
            help="Only where you make a new company. The ERP does not know it."
            optional
            autoComplete="off"
            maxLength={200}
          />
          <RadioField
            name="money"
            legend="Invoices, estimates and statements"
            options={options(["none", "read", "pay"], MONEY_LABELS)}
          />
          <RadioField name="cases" legend="Support cases" options={options(CASES_SCOPES, CASES_LABELS)} />
          <RadioField
            name="requests"
            legend="Requests to the account team"
            options={options(REQUESTS_SCOPES, REQUESTS_LABELS)}
          />
          <p className="text-sm text-muted">
            A mail for the first sign-in goes to {visitor.email}. Company and rights are the portal’s decision: imports
            leave them alone.
          </p>
          <SubmitButton className="justify-self-start">Approve</SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}

/** What was searched for first, then what is suggested, then a new one. */
function companyOptions({ suggestions, found, company }: VisitorDetail, find: string): RadioOption[] {
  const reasons = new Map(suggestions.map((suggestion) => [suggestion.company.id, suggestion.reasons.join(" · ")]));
  const all = new Map<string, CompanyCandidate>();
  for (const one of [...found, ...suggestions.map((suggestion) => suggestion.company)]) all.set(one.id, one);
  const named = [...all.values()].map((one) => ({
    value: one.id,
    label: one.name,
    help: [one.city, reasons.get(one.id) ?? `Found by “${find}”`].filter(Boolean).join(" · "),
  }));
  return [...named, { value: NEW_COMPANY, label: "A new company", help: `As typed: ${company}` }];
}

function CompanySearch({ id, page }: { id: string; page: Props["page"] }) {
  return (
    <Form
      key={page.find}
      action={`${routes.staffWaitingOne(id)}#approve`}
      role="search"
      aria-label="Companies"
      className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3"
    >
      {page.preset && <input type="hidden" name="preset" value={page.preset} />}
      <Field id="find-company" label="Find another company">
        {(control) => (
          <TextInput {...control} name="find" defaultValue={page.find} maxLength={100} autoComplete="off" />
        )}
      </Field>
      <Button type="submit">Search</Button>
    </Form>
  );
}
