import type { Brand } from "@/lib/gate/brand/types";
import { toldHours } from "@/lib/site/hours/rules";
import type { OpenKind } from "@/lib/site/hours/types";
import { OpenStateLeaf } from "./open-state-leaf";

interface Props {
  brand: Brand;
  kind: OpenKind;
  /** The viewer's zone where it is known; otherwise the browser's, as soon as scripts run. */
  zone?: string | null;
}

/**
 * Whether chat or portal support is open now, in words with a dot: `Open until 4:30 p.m. Eastern`,
 * `Opens Monday 8:30 a.m. Eastern`. On an open page the words turn by themselves, and follow an edit within a minute.
 */
export function OpenState({ brand, kind, zone = null }: Props) {
  return <OpenStateLeaf kind={kind} told={toldHours(brand)[kind]} brandZone={brand.zone} zone={zone} />;
}
