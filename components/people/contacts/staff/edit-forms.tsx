import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { KeptHidden } from "@/components/forms/kept-hidden";
import { RadioField } from "@/components/forms/radio-field";
import { Renewed } from "@/components/forms/renewed";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { CASES_SCOPES, REQUESTS_SCOPES } from "@/db/schema/constants";
import {
  addRelationAction,
  editContactAction,
  editRightsAction,
  newAddressAction,
  removeRelationAction,
} from "@/lib/people/edits/contacts/actions";
import type { EditedContact } from "@/lib/people/edits/contacts/queries";
import {
  basisOfAddress,
  basisOfDetails,
  basisOfRights,
  CASES_RIGHT_WORDS,
  MONEY_CHOICES,
  MONEY_WORDS,
  moneyOf,
  REQUESTS_RIGHT_WORDS,
} from "@/lib/people/edits/contacts/rules";
import { routes } from "@/lib/routes";

interface Props {
  contact: EditedContact;
}

/** Optional in every form: it stands in the history of the record. */
export function ReasonField() {
  return <TextField name="reason" label="Reason" optional maxLength={500} help="For colleagues, in the history." />;
}

/** Name, job title and company. */
export function DetailsForm({ contact }: Props) {
  const based = basisOfDetails({ ...contact, companyId: contact.company?.id ?? null });
  const values = {
    based,
    name: contact.name,
    jobTitle: contact.jobTitle ?? "",
    company: contact.company?.number ?? "",
  };
  return (
    <Panel title={<span id="details">Name and company</span>}>
      <Renewed revision={based}>
        <ActionForm action={editContactAction} values={values} label="Name and company" className={FORM}>
          <input type="hidden" name="contact" value={contact.id} />
          <KeptHidden name="based" />
          <TextField name="name" label="Name" maxLength={200} autoComplete="off" />
          <TextField name="jobTitle" label="Job title" optional maxLength={200} autoComplete="off" />
          <TextField
            name="company"
            label="Company"
            optional
            maxLength={200}
            autoComplete="off"
            help={
              contact.company
                ? `${contact.company.name}. Its name, or its number in the ERP. Invoices and agreements change with it.`
                : "Its name, or its number in the ERP. Invoices and agreements come with it."
            }
          />
          <ReasonField />
          <SubmitButton className="justify-self-start">Save</SubmitButton>
        </ActionForm>
      </Renewed>
    </Panel>
  );
}

const optionsOf = <T extends string>(choices: readonly T[], words: Readonly<Record<T, string>>) =>
  choices.map((value) => (
    <option key={value} value={value}>
      {words[value]}
    </option>
  ));

/** All rights at once: to pay needs to read, so both are one choice. */
export function RightsForm({ contact }: Props) {
  const { rights } = contact;
  const based = basisOfRights(rights);
  const values = {
    based,
    money: moneyOf(rights),
    cases: rights.cases,
    requests: rights.requests,
    companyAdmin: rights.companyAdmin ? "yes" : "no",
  };
  return (
    <Panel title={<span id="rights">Rights</span>}>
      <Renewed revision={based}>
        <ActionForm action={editRightsAction} values={values} label="Rights" className={FORM}>
          <input type="hidden" name="contact" value={contact.id} />
          <KeptHidden name="based" />
          <SelectField name="money" label="Invoices and payments">
            {optionsOf(MONEY_CHOICES, MONEY_WORDS)}
          </SelectField>
          <SelectField
            name="cases"
            label="Support cases"
            help="Cases are filed under the support agreements of the company."
          >
            {optionsOf(CASES_SCOPES, CASES_RIGHT_WORDS)}
          </SelectField>
          <SelectField name="requests" label="Requests">
            {optionsOf(REQUESTS_SCOPES, REQUESTS_RIGHT_WORDS)}
          </SelectField>
          <RadioField
            name="companyAdmin"
            legend="Colleagues"
            options={[
              { value: "no", label: "Does not look after colleagues" },
              { value: "yes", label: "Looks after colleagues", help: "Sees their rights, invites and removes them." },
            ]}
          />
          <ReasonField />
          <SubmitButton className="justify-self-start">Save rights</SubmitButton>
        </ActionForm>
      </Renewed>
    </Panel>
  );
}

/** The sign-in address, which changes when whoever reads its mail confirms it. */
export function AddressForm({ contact }: Props) {
  const based = basisOfAddress(contact.email, contact.waitingAddress);
  return (
    <Panel title={<span id="address">Sign-in email</span>}>
      <div className="grid gap-4 text-sm">
        <p className="wrap-anywhere">{contact.email}</p>
        {contact.waitingAddress && (
          <p className="text-muted wrap-anywhere">{contact.waitingAddress} waits to be confirmed by its mailed link.</p>
        )}
        <Renewed revision={based}>
          <ActionForm action={newAddressAction} values={{ based }} label="Sign-in email" className={FORM}>
            <input type="hidden" name="contact" value={contact.id} />
            <KeptHidden name="based" />
            <TextField
              name="address"
              label="New address"
              type="email"
              autoComplete="off"
              maxLength={254}
              help="It gets a link to confirm. Until then the old address signs in, and it is told."
            />
            <ReasonField />
            <SubmitButton variant="secondary" className="justify-self-start">
              Mail the link
            </SubmitButton>
          </ActionForm>
        </Renewed>
      </div>
    </Panel>
  );
}

/** Companies that the contact is related to beside their own. */
export function RelationsForm({ contact }: Props) {
  return (
    <Panel title={<span id="relations">Related companies</span>}>
      <div className="grid gap-4 text-sm">
        {contact.relations.length === 0 && <p className="text-muted">Related to no other company.</p>}
        <ul className="grid gap-2">
          {contact.relations.map(({ id, name, number }) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
              <span className="min-w-0 wrap-anywhere">
                <TextLink href={routes.staffCompany(id)}>{name}</TextLink> <span className="text-muted">{number}</span>
              </span>
              <ActionForm action={removeRelationAction} className="grid gap-2">
                <input type="hidden" name="contact" value={contact.id} />
                <input type="hidden" name="company" value={id} />
                <SubmitButton variant="quiet" size="small">
                  Remove<span className="sr-only">: {name}</span>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ul>
        <Renewed revision={String(contact.relations.length)}>
          <ActionForm action={addRelationAction} label="Related companies" className={FORM}>
            <input type="hidden" name="contact" value={contact.id} />
            <TextField
              name="company"
              label="Another company"
              maxLength={200}
              autoComplete="off"
              help="Its name, or its number in the ERP. A relation may open cases, and nothing else."
            />
            <ReasonField />
            <SubmitButton variant="secondary" className="justify-self-start">
              Add company
            </SubmitButton>
          </ActionForm>
        </Renewed>
      </div>
    </Panel>
  );
}

const FORM = "grid grid-cols-1 gap-4";
