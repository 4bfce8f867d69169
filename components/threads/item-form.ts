/** Buttons at an item: a form with the fields of `hidden`, and what says which item it is. */
export interface ItemForm {
  readonly action: (form: FormData) => Promise<void>;
  readonly hidden: Readonly<Record<string, string>>;
}
