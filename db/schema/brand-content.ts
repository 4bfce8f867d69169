/* Shapes of a brand's JSON columns. Safe for the browser. */

/** The accent of a brand in one colour scheme, as CSS colours. Contrast is checked when the brand is loaded. */
interface BrandAccent {
  /** Buttons, selection, links. */
  readonly accent: string;
  /** Text and icons on `accent`. */
  readonly onAccent: string;
}

export interface BrandTheme {
  readonly light: BrandAccent;
  readonly dark: BrandAccent;
  /** Name of the drawn scene of the home page; a brand without its own gets the common one. */
  readonly scene: "process-plant" | "power-grid" | "common";
}

/** What marketing may edit on the home page. Plain text only. */
export interface HomePageContent {
  readonly headline: string;
  readonly lead: string;
  readonly whyTitle: string;
  readonly why: readonly string[];
  readonly connectTitle: string;
  readonly connectText: string;
  readonly upgradeLabel: string;
  readonly upgradeText: string;
  readonly upgradeUrl: string;
}

/** Where money is to be sent: printed on invoices. */
export interface RemitTo {
  readonly name: string;
  readonly lines: readonly string[];
  readonly bank: { readonly name: string; readonly routing: string; readonly account: string; readonly swift?: string };
  readonly email: string;
}
