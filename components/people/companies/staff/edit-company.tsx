import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { KeptHidden } from "@/components/forms/kept-hidden";
import { Renewed } from "@/components/forms/renewed";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { editCompanyAction, handBackCompanyFieldAction } from "@/lib/people/edits/companies/actions";
import type { EditedCompany } from "@/lib/people/edits/companies/queries";
import { basisOfCompany, COMPANY_FIELD_LABELS } from "@/lib/people/edits/companies/rules";

interface Props {
  company: EditedCompany;
}

/** What the portal knows of a company beside what hangs on it. */
export function EditCompany({ company }: Props) {
  const based = basisOfCompany(company);
  const values = {
    based,
    name: company.name,
    phone: company.phone ?? "",
    mailDomains: company.mailDomains.join(" "),
    line1: company.addressLines[0] ?? "",
    line2: company.addressLines[1] ?? "",
    city: company.city ?? "",
    region: company.region ?? "",
    postalCode: company.postalCode ?? "",
    country: company.country ?? "",
  };
  return (
    <Panel title={<span id="details">Name and address</span>}>
      <Renewed revision={based}>
        <ActionForm
          action={editCompanyAction}
          values={values}
          label="Name and address"
          className="grid grid-cols-1 gap-4 sm:grid-cols-2"
        >
          <input type="hidden" name="company" value={company.id} />
          <KeptHidden name="based" />
          <TextField name="name" label="Name" maxLength={200} autoComplete="off" />
          <TextField name="phone" label="Phone" optional maxLength={60} autoComplete="off" />
          <TextField name="line1" label="Address, line 1" optional maxLength={200} autoComplete="off" />
          <TextField name="line2" label="Address, line 2" optional maxLength={200} autoComplete="off" />
          <TextField name="city" label="City" optional maxLength={200} autoComplete="off" />
          <TextField name="region" label="State or region" optional maxLength={200} autoComplete="off" />
          <TextField name="postalCode" label="Postal code" optional maxLength={40} autoComplete="off" />
          <TextField name="country" label="Country" optional maxLength={80} autoComplete="off" />
          <TextField
            name="mailDomains"
            label="Mail domains"
            optional
            maxLength={1000}
            autoComplete="off"
            help="New contacts are matched by these. Put a space between two."
          />
          <TextField name="reason" label="Reason" optional maxLength={500} help="For colleagues, in the history." />
          <div className="sm:col-span-2">
            <SubmitButton>Save</SubmitButton>
          </div>
        </ActionForm>
      </Renewed>
    </Panel>
  );
}

/** The edited fields of a company, each with the button that hands it back. Renders nothing if none was edited. */
export function CompanyDecisions({ company }: Props) {
  if (company.portalFields.length === 0) return null;
  return (
    <Panel title={<span id="decisions">Decided in the portal</span>}>
      <div className="grid gap-3 text-sm">
        <p className="text-muted">Imports leave this alone until it is handed back to the ERP.</p>
        <ul className="grid gap-3">
          {company.portalFields.map((field) => (
            <li key={field} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              {COMPANY_FIELD_LABELS[field]}
              <ActionForm action={handBackCompanyFieldAction} className="grid gap-2">
                <input type="hidden" name="company" value={company.id} />
                <input type="hidden" name="field" value={field} />
                <SubmitButton variant="quiet" size="small">
                  Hand back to the ERP<span className="sr-only">: {COMPANY_FIELD_LABELS[field]}</span>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
