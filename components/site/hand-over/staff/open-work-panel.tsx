import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { handOverWorkAction } from "@/lib/site/hand-over/actions";
import type { OpenWorkLine } from "@/lib/site/hand-over/queries";
import type { OpenWork } from "@/lib/site/hand-over/schema";

const LABELS: Readonly<Record<OpenWork, string>> = {
  case: "Open cases",
  request: "Open requests",
  renewal: "Renewals under way",
  chat: "Chats now",
};

interface Props {
  account: string;
  work: readonly OpenWorkLine[];
  /** What the last form did; null where none was sent. */
  outcome: { readonly moved: number; readonly left: number } | null;
}

/** What a person holds open, with the forms that hand it to a colleague who may work it. */
export function OpenWorkPanel({ account, work, outcome }: Props) {
  return (
    <Panel title={<span id="work">Open work</span>}>
      <div className="grid gap-4 text-sm">
        {outcome && (
          <Callout tone={outcome.left > 0 ? "warning" : "success"} role="status">
            {outcome.moved.toLocaleString("en-US")} handed over.
            {outcome.left > 0 &&
              " The rest is of a brand that this colleague does not work, or waits for its turn: send it again."}
          </Callout>
        )}
        <ul className="grid divide-y divide-line">
          {work.map(({ work, count, colleagues }) => (
            <li key={work} className="grid gap-3 py-3">
              <p className="flex justify-between gap-4">
                <span className="font-semibold">{LABELS[work]}</span>
                <span className="tabular">{count.toLocaleString("en-US")}</span>
              </p>
              {count > 0 && colleagues.length > 0 && (
                <ActionForm action={handOverWorkAction} label={LABELS[work]} className="grid gap-3">
                  <input type="hidden" name="account" value={account} />
                  <input type="hidden" name="work" value={work} />
                  <SelectField name="to" label="Hand over to" placeholder="Choose a colleague">
                    {colleagues.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </SelectField>
                  <SubmitButton variant="secondary" className="justify-self-start">
                    Hand over {LABELS[work].toLowerCase()}
                  </SubmitButton>
                </ActionForm>
              )}
              {count > 0 && colleagues.length === 0 && <p className="text-muted">Nobody else works these.</p>}
            </li>
          ))}
        </ul>
        <p className="text-muted">The colleague is told of each by mail. Clients are told in chats alone.</p>
      </div>
    </Panel>
  );
}
