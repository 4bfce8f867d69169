import { Temporal } from "temporal-polyfill";
import {
  CONNECT_FIELDS,
  type ConnectField,
  type HomePage,
  type HomePageNotice,
  type HomePagePicture,
  type NoticeAudience,
  type UpgradeWay,
} from "@/db/schema/brand-content";
import type { Brand } from "@/lib/gate/brand/types";
import { formatInstant } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { Part } from "@/lib/site/versions/rules";

/** The optional fields of Connect with Us that a form's choice names. */
export const CONNECT_CHOICES = {
  "phone need": "Phone, and what they need",
  phone: "Phone",
  need: "What they need",
  none: "None",
} as const;
export type ConnectChoice = keyof typeof CONNECT_CHOICES;

export const AUDIENCE_LABELS: Readonly<Record<NoticeAudience, string>> = {
  everyone: "Everyone",
  visitors: "Visitors: home page, FAQ and Login",
  clients: "Clients who are signed in",
  support: "Clients who may have support cases",
};

export const UPGRADE_LABELS: Readonly<Record<UpgradeWay, string>> = {
  link: "To the address",
  form: "To a short form in the portal",
};

/** What the editor's form holds, field by field, as it was typed. */
export interface HomePageFields {
  readonly headline: string;
  readonly lead: string;
  /** Id of a picture; empty for the drawing. */
  readonly picture: string;
  readonly pictureAlt: string;
  readonly offerTitle: string;
  readonly offerLead: string;
  readonly whyTitle: string;
  /** One reason a line. */
  readonly why: string;
  readonly connectTitle: string;
  readonly connectText: string;
  readonly connectFields: ConnectChoice;
  readonly upgradeLabel: string;
  readonly upgradeText: string;
  readonly upgradeUrl: string;
  readonly upgradeBy: UpgradeWay;
  readonly upgradeAsk: string;
  /** Empty for no notice. */
  readonly noticeText: string;
  readonly noticeAudience: NoticeAudience;
  /** On the clocks of the brand's zone; empty for no begin or end. */
  readonly noticeFrom: string;
  readonly noticeUntil: string;
  readonly noticeUrl: string;
  readonly noticeLabel: string;
}

/** The fields that say a home page. */
export function fieldsOf(home: HomePage): HomePageFields {
  const { notice, picture } = home;
  return {
    headline: home.headline,
    lead: home.lead,
    picture: picture?.id ?? "",
    pictureAlt: picture?.alt ?? "",
    offerTitle: home.offerTitle,
    offerLead: home.offerLead,
    whyTitle: home.whyTitle,
    why: home.why.join("\n"),
    connectTitle: home.connectTitle,
    connectText: home.connectText,
    connectFields: connectChoiceOf(home.connectFields),
    upgradeLabel: home.upgradeLabel,
    upgradeText: home.upgradeText,
    upgradeUrl: home.upgradeUrl,
    upgradeBy: home.upgradeBy,
    upgradeAsk: home.upgradeAsk,
    noticeText: notice?.text ?? "",
    noticeAudience: notice?.audience ?? "everyone",
    noticeFrom: notice?.from ?? "",
    noticeUntil: notice?.until ?? "",
    noticeUrl: notice?.url ?? "",
    noticeLabel: notice?.linkLabel ?? "",
  };
}

/** The home page that fields say. Nothing is checked: a preview shows what is typed so far. */
export function homePageFrom(fields: HomePageFields, pictures: readonly Omit<HomePagePicture, "alt">[]): HomePage {
  const picture = pictures.find(({ id }) => id === fields.picture);
  return {
    headline: fields.headline,
    lead: fields.lead,
    picture: picture ? { id: picture.id, alt: fields.pictureAlt, width: picture.width, height: picture.height } : null,
    offerTitle: fields.offerTitle,
    offerLead: fields.offerLead,
    whyTitle: fields.whyTitle,
    why: linesOf(fields.why),
    connectTitle: fields.connectTitle,
    connectText: fields.connectText,
    connectFields: CONNECT_FIELDS.filter((field) => fields.connectFields.split(" ").includes(field)),
    upgradeLabel: fields.upgradeLabel,
    upgradeText: fields.upgradeText,
    upgradeUrl: fields.upgradeUrl,
    upgradeBy: fields.upgradeBy,
    upgradeAsk: fields.upgradeAsk,
    notice: fields.noticeText ? noticeFrom(fields) : null,
  };
}

const noticeFrom = (fields: HomePageFields): HomePageNotice => ({
  text: fields.noticeText,
  url: fields.noticeUrl || null,
  linkLabel: fields.noticeUrl ? fields.noticeLabel || fields.noticeUrl : null,
  audience: fields.noticeAudience,
  from: fields.noticeFrom || null,
  until: fields.noticeUntil || null,
});

function connectChoiceOf(fields: readonly ConnectField[]): ConnectChoice {
  const [phone, need] = CONNECT_FIELDS.map((field) => fields.includes(field));
  if (phone) return need ? "phone need" : "phone";
  return need ? "need" : "none";
}

/** One reason a line, without empty ones and repetitions. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

/** The parts of a home page as editors call them, for what differs between two versions. */
export function partsOf(home: HomePage): Part[] {
  const { notice, picture } = home;
  return [
    { label: "Headline", text: home.headline },
    { label: "Lead", text: home.lead },
    { label: "Picture", text: picture ? `${picture.alt} (${picture.id.slice(-6)})` : "The drawing" },
    { label: "What the portal offers: heading", text: home.offerTitle },
    { label: "What the portal offers: text", text: home.offerLead },
    { label: "Why: heading", text: home.whyTitle },
    { label: "Why: reasons", text: home.why.join("\n") },
    { label: "Connect with Us: heading", text: home.connectTitle },
    { label: "Connect with Us: text", text: home.connectText },
    { label: "Connect with Us: optional fields", text: CONNECT_CHOICES[connectChoiceOf(home.connectFields)] },
    { label: "Upgrade: label", text: home.upgradeLabel },
    { label: "Upgrade: text", text: home.upgradeText },
    { label: "Upgrade: leads", text: UPGRADE_LABELS[home.upgradeBy] },
    { label: "Upgrade: address", text: home.upgradeUrl },
    { label: "Upgrade: question of the form", text: home.upgradeAsk },
    { label: "Notice", text: notice?.text ?? "" },
    { label: "Notice: for", text: notice ? AUDIENCE_LABELS[notice.audience] : "" },
    { label: "Notice: from", text: notice?.from?.replace("T", " ") ?? "" },
    { label: "Notice: until", text: notice?.until?.replace("T", " ") ?? "" },
    { label: "Notice: link", text: notice?.url ? `${notice.linkLabel ?? ""} ${notice.url}`.trim() : "" },
  ];
}

/** The addresses that a home page leads to on the web. */
export function webLinksOf(home: Pick<HomePage, "upgradeUrl" | "notice">): string[] {
  const links = [home.upgradeUrl, home.notice?.url ?? ""].filter((url) => /^https?:/.test(url));
  return [...new Set(links)];
}

/** Where **Upgrade** leads visitors. */
export const upgradeHref = ({ home }: Pick<Brand, "home">): string =>
  home.upgradeBy === "form" ? routes.upgrade : home.upgradeUrl;

/** Where **Upgrade** leads clients who are signed in, from beside an agreement with that agreement chosen. */
export const clientUpgradeHref = ({ home }: Pick<Brand, "home">, agreement?: string): string =>
  home.upgradeBy === "form" ? routes.clientUpgrade(agreement) : home.upgradeUrl;

/** Who looks at a page. */
type Looker = "visitor" | "client" | "support";
const ADDRESSED: Readonly<Record<NoticeAudience, readonly Looker[]>> = {
  everyone: ["visitor", "client", "support"],
  visitors: ["visitor"],
  clients: ["client", "support"],
  support: ["support"],
};

/** The brand's notice, if it is for this person and in its period at `now`, business time. */
export function noticeFor(
  { home: { notice }, zone }: Pick<Brand, "home" | "zone">,
  looker: Looker,
  now: Temporal.Instant,
): HomePageNotice | null {
  if (!notice || !ADDRESSED[notice.audience].includes(looker)) return null;
  const begun = notice.from === null || Temporal.Instant.compare(instantOf(notice.from, zone), now) <= 0;
  const over = notice.until !== null && Temporal.Instant.compare(instantOf(notice.until, zone), now) <= 0;
  return begun && !over ? notice : null;
}

/** A time on the clocks of a zone; of a time that comes twice in the fall, the first. */
function instantOf(wall: string, zone: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: "earlier" }).toInstant();
}

/** Why a period of a notice cannot be, by field; null if it can. `from` and `until` are null where they are left empty. */
export function periodFault(
  { from, until }: Pick<HomePageNotice, "from" | "until">,
  zone: string,
  now: Temporal.Instant,
): { readonly field: "noticeFrom" | "noticeUntil"; readonly message: string } | null {
  for (const [field, wall] of [
    ["noticeFrom", from],
    ["noticeUntil", until],
  ] as const) {
    if (wall === null) continue;
    const message = wallFault(wall, zone);
    if (message) return { field, message };
  }
  if (until === null) return null;
  const end = instantOf(until, zone);
  if (from !== null && Temporal.Instant.compare(end, instantOf(from, zone)) <= 0) {
    return { field: "noticeUntil", message: "Choose an end after the beginning." };
  }
  if (Temporal.Instant.compare(end, now) <= 0) {
    const message = `This time is over: it is ${formatInstant(now, zone)} now. Choose a later one, or remove the notice.`;
    return { field: "noticeUntil", message };
  }
  return null;
}

function wallFault(wall: string, zone: string): string | null {
  try {
    const time = Temporal.PlainDateTime.from(wall);
    const zoned = time.toZonedDateTime(zone, { disambiguation: "earlier" });
    if (zoned.toPlainDateTime().equals(time)) return null;
    return "The clocks go forward then, and this time does not exist on that day. Choose another.";
  } catch {
    return "Enter a day and a time, such as Nov 21, 2026, 8:30 a.m.";
  }
}
