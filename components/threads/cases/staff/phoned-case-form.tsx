"use client";

import { useId } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField, TextField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { FileField } from "@/components/threads/file-field";
import { AddresseeField } from "@/components/threads/staff/begin/addressee-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import type { Addressee } from "@/lib/threads/staff/begin/queries";
import type { SeverityChoices } from "../severity-options";

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
  const versionsId = useId();
  const versions = [...new Set(products.flatMap((product) => product.versions))];
  const [first] = companies;
  return (
    <ActionForm action={action} formId={formId} label="Phoned-in case" values={values} className="grid gap-5">
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
      <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_12rem]">
        <SelectField name="product" label="Product" placeholder="Choose a product">
          {products.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value={OTHER_PRODUCT}>{OTHER_PRODUCT}</option>
        </SelectField>
        <TextField
          name="productVersion"
          label="Version"
          optional
          maxLength={50}
          autoComplete="off"
          list={versions.length > 0 ? versionsId : undefined}
        />
        <datalist id={versionsId}>
          {versions.map((version) => (
            <option key={version} value={version} />
          ))}
        </datalist>
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
      />
      <TextField name="subject" label="Subject" maxLength={200} autoComplete="off" />
      <TextAreaField
        name="description"
        label="What the contact said"
        help="The contact reads this in the portal and by mail, with your name."
        rows={7}
      />
      <FileField name="files[]" />
      <div>
        <SubmitButton>File the case</SubmitButton>
      </div>
    </ActionForm>
  );
}
