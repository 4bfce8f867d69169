import { ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
import { RESOURCE_AUDIENCES, RESOURCE_KINDS } from "@/db/schema/resource-constants";
import { routes } from "@/lib/routes";
import { AUDIENCE_LABELS, KIND_LABELS, STATE_LABELS } from "@/lib/site/library/rules";
import { EDITOR_STATES, libraryDeskHref } from "@/lib/site/library/staff/schema";

interface DeskBrand {
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
}

interface Props {
  /** Those for which the viewer works. */
  brands: readonly DeskBrand[];
  brand: DeskBrand;
  /** Address of the list with its present filters. */
  href: string;
}

/** The top of a brand's resources for their editors: the brands, the filters, and a new one. */
export function DeskBar({ brands, brand, href }: Props) {
  return (
    <ListBar
      title="Resources"
      detail={`What ${brand.name} keeps for its clients to read.`}
      tabs={
        brands.length > 1 && (
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={libraryDeskHref(key)} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        )
      }
      tools={
        <ButtonLink variant="primary" size="small" href={`${routes.staffResourcesNew}?brand=${brand.key}`}>
          New resource
        </ButtonLink>
      }
      label="Resources"
      href={href}
      clearHref={libraryDeskHref(brand.key)}
      search={{ id: "library-search", placeholder: "Words of a title or a document" }}
      fields={[
        {
          ...{ kind: "select", id: "library-state", label: "State", name: "state", all: "All states" },
          options: choicesOf(EDITOR_STATES, STATE_LABELS),
        },
        {
          ...{ kind: "select", id: "library-kind", label: "Kind", name: "kind", all: "All kinds" },
          options: choicesOf(RESOURCE_KINDS, KIND_LABELS),
        },
        {
          ...{ kind: "select", id: "library-audience", label: "Who sees it", name: "audience", all: "Anybody" },
          options: choicesOf(RESOURCE_AUDIENCES, AUDIENCE_LABELS),
        },
      ]}
    />
  );
}
