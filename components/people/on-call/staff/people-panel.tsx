import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { changePeopleAction } from "@/lib/people/on-call/actions";
import type { OnCallDesk, StoredRota } from "@/lib/people/on-call/queries";
import { orderOf } from "@/lib/people/on-call/rules";

interface Props {
  brand: string;
  desk: OnCallDesk;
  rota: StoredRota;
}

/** The people in their order, the one of this week first. */
export function PeoplePanel({ brand, desk, rota }: Props) {
  const people = orderOf(rota, desk.weeks[0]?.week ?? rota.firstDay);
  const others = desk.choices.filter(({ id }) => !people.some((person) => person.id === id));
  const hidden = (
    <>
      <input type="hidden" name="brand" value={brand} />
      <input type="hidden" name="seen" value={desk.seen} />
    </>
  );
  return (
    <Panel title="People in order">
      <div className="grid gap-4 text-sm">
        {people.length === 0 ? (
          <p className="text-muted">
            Nobody is on the rota. {rota.lead?.works ? "The lead is called" : "All administrators are called"} until you
            add somebody.
          </p>
        ) : (
          <p className="text-muted">The first has this week, the next one the week after, and so on.</p>
        )}
        <ol className="divide-y divide-line">
          {people.map(({ id, name, works }, place) => (
            <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
              <span className="min-w-0 wrap-anywhere">
                <span className="font-semibold">{name}</span>
                {!works && (
                  <span className="block text-muted">Passed over: does not answer cases of this brand now.</span>
                )}
              </span>
              <ActionForm action={changePeopleAction} label={`Change ${name}`} className="flex flex-wrap gap-2">
                {hidden}
                <input type="hidden" name="person" value={id} />
                {place > 0 && (
                  <SubmitButton variant="quiet" size="small" name="deed" value="earlier">
                    Move up<span className="sr-only"> {name}</span>
                  </SubmitButton>
                )}
                <SubmitButton variant="quiet" size="small" name="deed" value="remove">
                  Remove<span className="sr-only"> {name} from the rota</span>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ol>
        {others.length > 0 && (
          <ActionForm
            key={desk.seen}
            action={changePeopleAction}
            label="Add somebody"
            className="grid gap-3 border-t border-line pt-4"
          >
            {hidden}
            <input type="hidden" name="deed" value="add" />
            <SelectField name="person" label="Add to the rota" placeholder="Choose somebody">
              {others.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            <SubmitButton variant="secondary" className="justify-self-start">
              Add person
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
