import { CASE_FIELDS, type CaseDraft } from "./case-draft";

/** The present values of a new case's fields. */
export function readForm(form: HTMLFormElement): CaseDraft {
  const data = new FormData(form);
  return Object.fromEntries(
    CASE_FIELDS.flatMap((name) => {
      const value = data.get(name);
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

/** Fills the fields that exist; a select without the option keeps its value. */
export function fillForm(form: HTMLFormElement, values: CaseDraft): void {
  for (const name of CASE_FIELDS) {
    const control = form.elements.namedItem(name);
    const value = values[name];
    if (value === undefined || control === null) continue;
    if (control instanceof HTMLSelectElement) {
      if ([...control.options].some((option) => option.value === value)) control.value = value;
    } else if (
      control instanceof RadioNodeList ||
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement
    ) {
      control.value = value;
    }
  }
}
