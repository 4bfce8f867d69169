import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { ADDRESS_KINDS } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { addAddressAction, changeAddressAction, removeAddressAction } from "@/lib/people/settings/actions";
import type { Address } from "@/lib/people/settings/queries";
import { ADDRESS_LABELS, type AddressKind } from "@/lib/people/settings/rules";
import { type Editing, settingsHref } from "@/lib/people/settings/schema";
import { routes } from "@/lib/routes";
import { CancelLink, EditLink } from "./edit-link";
import { FocusFirst } from "./focus-first";

interface Props {
  addresses: readonly Address[];
  editing: Editing | null;
  /** A UUID (version 7) made with the page. */
  formId: string;
}

const shut = settingsHref(routes.settings, "profile");

export function AddressesPanel({ addresses, editing, formId }: Props) {
  const free = ADDRESS_KINDS.filter((kind) => !addresses.some((address) => address.kind === kind));
  const isAdding = editing?.kind === "add-address" && free.length > 0;
  return (
    <Panel
      title="Addresses"
      level={3}
      action={
        !isAdding &&
        free.length > 0 && (
          <EditLink href={settingsHref(routes.settings, "profile", { editing: { kind: "add-address" } })}>
            Add an address
          </EditLink>
        )
      }
    >
      {addresses.length === 0 && !isAdding && <p className="text-sm text-muted">You have no address here yet.</p>}
      <ul className="grid divide-y divide-line">
        {addresses.map((address) => (
          <li key={address.id} className="py-2.5">
            {editing?.kind === "address" && editing.id === address.id ? (
              <EditAddress address={address} kinds={[address.kind, ...free]} />
            ) : (
              <div className="flex items-start justify-between gap-4 text-sm">
                <div className="grid min-w-0 gap-x-6 sm:grid-cols-[6rem_minmax(0,1fr)]">
                  <span className="text-muted">{ADDRESS_LABELS[address.kind]}</span>
                  <address className="wrap-anywhere not-italic">
                    {linesOf(address).map((line) => (
                      <span key={line} className="block">
                        {line}
                      </span>
                    ))}
                  </address>
                </div>
                <EditLink
                  href={settingsHref(routes.settings, "profile", { editing: { kind: "address", id: address.id } })}
                  of={`${ADDRESS_LABELS[address.kind]} address`}
                >
                  Edit
                </EditLink>
              </div>
            )}
          </li>
        ))}
      </ul>
      {isAdding && (
        <div className="border-t border-line pt-4 first:border-0">
          <AddressForm
            action={addAddressAction}
            formId={formId}
            label="Add an address"
            kinds={free}
            values={{ kind: free[0] ?? "other" }}
          />
        </div>
      )}
    </Panel>
  );
}

/** The lines of an envelope. */
function linesOf({ line1, line2, city, region, postalCode, country }: Address): string[] {
  const place = [city, [region, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return [...new Set([line1, line2, place, country].filter((line): line is string => !!line))];
}

function EditAddress({ address, kinds }: { address: Address; kinds: readonly AddressKind[] }) {
  const { id, kind, ...lines } = address;
  const values = Object.fromEntries(Object.entries({ kind, ...lines }).map(([name, value]) => [name, value ?? ""]));
  return (
    <div className="grid gap-4 py-2">
      <AddressForm
        action={changeAddressAction}
        address={id}
        label={`Edit ${ADDRESS_LABELS[kind]} address`}
        kinds={ADDRESS_KINDS.filter((one) => kinds.includes(one))}
        values={values}
      />
      <ActionForm action={removeAddressAction} label={`Remove ${ADDRESS_LABELS[kind]} address`} className="grid gap-4">
        <input type="hidden" name="address" value={id} />
        <div>
          <SubmitButton variant="secondary" pendingLabel="Removing">
            Remove this address
          </SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}

interface FormProps {
  action: FormAction;
  formId?: string;
  address?: string;
  label: string;
  kinds: readonly AddressKind[];
  values: Readonly<Record<string, string>>;
}

function AddressForm({ action, formId, address, label, kinds, values }: FormProps) {
  return (
    <ActionForm action={action} {...(formId ? { formId } : {})} label={label} values={values} className="grid gap-4">
      {address && <input type="hidden" name="address" value={address} />}
      <FocusFirst />
      <SelectField name="kind" label="Kind">
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {ADDRESS_LABELS[kind]}
          </option>
        ))}
      </SelectField>
      <TextField name="line1" label="Street and number" autoComplete="address-line1" maxLength={200} />
      <TextField name="line2" label="Building or floor" optional autoComplete="address-line2" maxLength={200} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="city" label="City" optional autoComplete="address-level2" maxLength={100} />
        <TextField name="region" label="State or province" optional autoComplete="address-level1" maxLength={100} />
        <TextField name="postalCode" label="Postal code" optional autoComplete="postal-code" maxLength={40} />
        <TextField name="country" label="Country" optional autoComplete="country-name" maxLength={80} />
      </div>
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingLabel="Saving">Save address</SubmitButton>
        <CancelLink href={shut} />
      </div>
    </ActionForm>
  );
}
