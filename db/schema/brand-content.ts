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

/** Whom a notice is for. `support`: clients who may have support cases. */
export const NOTICE_AUDIENCES = ["everyone", "visitors", "clients", "support"] as const;
export type NoticeAudience = (typeof NOTICE_AUDIENCES)[number];

/** A banner. Its times are on the clocks of the brand's zone, `YYYY-MM-DDTHH:MM`; null for no begin or end. */
export interface HomePageNotice {
  readonly text: string;
  readonly url: string | null;
  readonly linkLabel: string | null;
  readonly audience: NoticeAudience;
  readonly from: string | null;
  readonly until: string | null;
}

/** A row of `content_pictures`, and what it shows in words. */
export interface HomePagePicture {
  readonly id: string;
  readonly alt: string;
  /** Pixels of its large size. */
  readonly width: number;
  readonly height: number;
}

/** Fields of **Connect with Us** that a brand may leave out. */
export const CONNECT_FIELDS = ["phone", "need"] as const;
export type ConnectField = (typeof CONNECT_FIELDS)[number];

/** Where **Upgrade** leads: to the brand's own page, or to a short form in the portal. */
export const UPGRADE_WAYS = ["link", "form"] as const;
export type UpgradeWay = (typeof UPGRADE_WAYS)[number];

/** What marketing writes, in blocks. Plain text only: markup has no meaning in it. */
export interface HomePage {
  readonly headline: string;
  readonly lead: string;
  /** Instead of the brand's drawing. */
  readonly picture: HomePagePicture | null;
  readonly offerTitle: string;
  readonly offerLead: string;
  readonly whyTitle: string;
  readonly why: readonly string[];
  readonly connectTitle: string;
  readonly connectText: string;
  readonly connectFields: readonly ConnectField[];
  readonly upgradeLabel: string;
  readonly upgradeText: string;
  readonly upgradeUrl: string;
  readonly upgradeBy: UpgradeWay;
  /** The question of the short form. */
  readonly upgradeAsk: string;
  readonly notice: HomePageNotice | null;
}

type Later = "picture" | "offerTitle" | "offerLead" | "connectFields" | "upgradeBy" | "upgradeAsk" | "notice";
/** What a brand begins with. A part that is absent gets the portal's own words (lib/gate/brand/home-page.ts). */
export type HomePageContent = Omit<HomePage, Later> & Partial<Pick<HomePage, Later>>;

/** Where money is to be sent: printed on invoices. */
export interface RemitTo {
  readonly name: string;
  readonly lines: readonly string[];
  readonly bank: { readonly name: string; readonly routing: string; readonly account: string; readonly swift?: string };
  readonly email: string;
}
