"use client";

import clsx from "clsx";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { AddresseeField } from "@/components/threads/staff/begin/addressee-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import type { Addressee } from "@/lib/threads/staff/begin/queries";
import type { SeverityChoices } from "../severity-options";
import { RareFields } from "./rare-fields";

interface Props {
  action: FormAction;
  /** A UUID (version 7) made with the page: the same form sent twice is one case. */
  formId: string;
  /** Companies with an agreement in force, at least one. With one there is nothing to choose. */
  companies: readonly { readonly id: string; readonly name: string }[];
  people: readonly Addressee[];
  products: readonly { readonly name: string; readonly versions: readonly string[] }[];
  severities: SeverityChoices;
  values: Readonly<Record<string, string>>;
}

/** A case in the name of a contact who phoned. Without JavaScript a plain form. */
export function PhonedCaseForm({ action, formId, companies, people, products, severities, values }: Props) {
  const [first] = companies;
  return (
    <ActionForm action={action} formId={formId} label="Phoned-in case" values={values} className="grid gap-5 lg:gap-4">
      <div className={clsx("grid gap-5", people.length > 1 && "sm:grid-cols-2")}>
        <AddresseeField label="Who called" people={people} />
        {companies.length > 1 ? (
          <SelectField name="company" label="Company">
            {companies.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        ) : (
          <input type="hidden" name="company" value={first?.id ?? ""} />
        )}
        <SelectField name="product" label="Product" placeholder="Choose a product">
          {products.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={OTHER_PRODUCT}>{OTHER_PRODUCT}</option>
        </SelectField>
      </div>
      <RadioField
        name="severity"
        legend="How badly is their plant hit?"
        help={severities.coverage.map((words) => (
          <span key={words} className="block">
            {words}
          </span>
        ))}
        options={severities.all}
        isDense
      />
      <TextField name="subject" label="Subject" maxLength={200} autoComplete="off" />
      <TextAreaField
        name="description"
        label="What the contact said"
        help="The contact reads this in the portal and by mail, with your name."
        rows={7}
      />
      <RareFields versions={products.flatMap((product) => product.versions)} />
      <div>
        <SubmitButton>File the case</SubmitButton>
      </div>
    </ActionForm>
  );
}
