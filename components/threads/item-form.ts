/** A form of buttons at an item. `hidden` has its hidden fields, which say which item it is about. */
export interface ItemForm {
  readonly action: (form: FormData) => Promise<void>;
  readonly hidden: Readonly<Record<string, string>>;
}
