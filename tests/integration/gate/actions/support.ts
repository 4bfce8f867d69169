import type { FormAction } from "@/lib/gate/actions/result";
import { member } from "@/tests/integration/threads/cases/staff/support";
import type { Sender } from "@/tests/integration/threads/cases/support";

export type Fields = Readonly<Record<string, string>>;

export interface Form {
  readonly action: FormAction;
  readonly sender: Sender;
  readonly fields: Fields;
  /** What the form holds when it comes again. */
  readonly other: Fields;
  /** The field with the id, where it is called otherwise. */
  readonly idField?: string;
  /** Sent the second time in its place: a form has two buttons, and each is an action. */
  readonly otherAction?: FormAction;
}

export const staffOf = ({ id }: { readonly id: string }): Sender => ({
  brand: "cimsoft",
  account: { kind: "staff", id },
});
export const agent = async () => staffOf(await member(["support_agent"]));
export const manager = async () => staffOf(await member(["account_manager"]));
export const administrator = async () => staffOf(await member(["administrator"]));
