import { Search } from "lucide-react";
import Form from "next/form";
import { BrandField, type BrandNames } from "@/components/ui/brand-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Select, TextInput } from "@/components/ui/inputs";
import { MAIL_STANDINGS, STANDING_LABELS } from "@/lib/mail/log/rules";
import { type MailFilters, mailHref } from "@/lib/mail/log/schema";
import { routes } from "@/lib/routes";

interface Props {
  filters: MailFilters;
  brands: BrandNames;
  /** Kinds by name and label. */
  kinds: readonly (readonly [kind: string, label: string])[];
}

/** Where mails stand as chips, and a search whose answer is an address. */
export function MailFilterBar({ filters, brands, kinds }: Props) {
  const narrowed = filters.q !== "" || filters.brand !== null || filters.kind !== null;
  return (
    <div className="no-print mb-4 grid gap-4">
      <ChipRow label="State">
        <Chip href={mailHref(filters, { standing: null })} selected={filters.standing === null}>
          All
        </Chip>
        {MAIL_STANDINGS.map((standing) => (
          <Chip key={standing} href={mailHref(filters, { standing })} selected={filters.standing === standing}>
            {STANDING_LABELS[standing]}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // Fields keep what was typed over soft navigation, so a new address makes new fields.
        key={`${filters.q}|${filters.brand}|${filters.kind}`}
        action={routes.staffMail}
        role="search"
        aria-label="Mail"
        className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(13rem,22rem)_16rem_12rem_auto]"
      >
        {filters.standing && <input type="hidden" name="standing" value={filters.standing} />}
        <Field id="mail-search" label="Recipient">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              name="q"
              defaultValue={filters.q}
              maxLength={100}
              autoComplete="off"
              placeholder="Address or part of it"
            />
          )}
        </Field>
        <Field id="mail-kind" label="Kind">
          {(control) => (
            <Select {...control} name="kind" defaultValue={filters.kind ?? ""}>
              <option value="">All kinds</option>
              {kinds.map(([kind, label]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <BrandField id="mail-brand" brands={brands} chosen={filters.brand} />
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {narrowed && (
            <ButtonLink href={mailHref(filters, { q: "", brand: null, kind: null })} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
