"use client";

import type { ComponentProps, ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Select, TextArea, TextInput } from "@/components/ui/inputs";
import { PasswordInput } from "@/components/ui/password-input";
import { useField } from "./form-context";

/*
 * Fields tied to the ActionForm or ValidatedForm around them. They are required unless `optional`. The form is
 * noValidate, so the browser shows no messages of its own and `required` only informs assistive technology.
 */

interface Common {
  name: string;
  label: ReactNode;
  help?: ReactNode;
  optional?: boolean;
  aside?: ReactNode;
}

export function TextField({
  name,
  label,
  help,
  optional,
  aside,
  ...rest
}: Common & Omit<ComponentProps<"input">, "name">) {
  const field = useField(name);
  return (
    <Field id={field.id} label={label} help={help} optional={optional ?? false} aside={aside} errors={field.errors}>
      {(control) => (
        <TextInput
          {...control}
          name={name}
          required={!optional}
          defaultValue={field.value}
          {...field.registration}
          {...rest}
        />
      )}
    </Field>
  );
}

/** Never filled from an action's answer: passwords are not sent back. */
export function PasswordField({
  name,
  label,
  help,
  optional,
  aside,
  ...rest
}: Common & Omit<ComponentProps<"input">, "name" | "type">) {
  const field = useField(name);
  return (
    <Field id={field.id} label={label} help={help} optional={optional ?? false} aside={aside} errors={field.errors}>
      {(control) => <PasswordInput {...control} name={name} required={!optional} {...field.registration} {...rest} />}
    </Field>
  );
}

export function TextAreaField({
  name,
  label,
  help,
  optional,
  aside,
  ...rest
}: Common & Omit<ComponentProps<"textarea">, "name">) {
  const field = useField(name);
  return (
    <Field id={field.id} label={label} help={help} optional={optional ?? false} aside={aside} errors={field.errors}>
      {(control) => (
        <TextArea
          {...control}
          name={name}
          required={!optional}
          defaultValue={field.value}
          {...field.registration}
          {...rest}
        />
      )}
    </Field>
  );
}

/**
 * With `placeholder`, no option is chosen at first and the person must choose one: HTML allows `required` only with an
 * empty first option. Without `placeholder`, one of the options is always chosen.
 */
export function SelectField({
  name,
  label,
  help,
  optional,
  aside,
  inline,
  placeholder,
  children,
  ...rest
}: Common & { placeholder?: string; inline?: boolean } & Omit<ComponentProps<"select">, "name" | "required">) {
  const field = useField(name);
  return (
    <Field
      id={field.id}
      label={label}
      help={help}
      optional={optional ?? false}
      aside={aside}
      inline={inline}
      errors={field.errors}
    >
      {(control) => (
        // The key makes React apply a kept value: it ignores a changed defaultValue of a select.
        <Select
          key={field.value}
          {...control}
          name={name}
          required={placeholder !== undefined}
          defaultValue={field.value}
          {...field.registration}
          {...rest}
        >
          {placeholder !== undefined && <option value="">{placeholder}</option>}
          {children}
        </Select>
      )}
    </Field>
  );
}
