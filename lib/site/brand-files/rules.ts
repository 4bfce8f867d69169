import { formatHex } from "culori";
import { signOf } from "@/lib/gate/brand/sign";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";

type Drawn = Pick<Brand, "theme">;

const hex = (colour: string) => formatHex(colour) ?? "#334155";

const fullName = (brand: Pick<Brand, "name">) => `${brand.name} Client Portal`;

const xml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** The sign in a square of 32, without a ground. `letter` is the markup of the brand's first letter, for who has no sign. */
function signMarkup({ theme }: Drawn, letter: string): string {
  const [accent, onAccent] = [hex(theme.light.accent), hex(theme.light.onAccent)];
  const sign = signOf(theme);
  if (!sign) return `<g fill="${onAccent}">${letter}</g>`;
  const { cx, cy, r } = sign.dot;
  const dot = sign.isDotFilled ? `fill="${onAccent}" stroke-width="0"` : `fill="${accent}"`;
  return `<g fill="none" stroke="${onAccent}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round">${sign.strokes
    .map((path) => `<path d="${path}"/>`)
    .join("")}<circle cx="${cx}" cy="${cy}" r="${r}" ${dot}/></g>`;
}

/** The icon of a tab, a bookmark and a phone's home screen; a phone cuts a `square` one to the shape of its own. */
export function iconSvg(brand: Drawn, letter: string, shape: "rounded" | "square"): string {
  const radius = shape === "rounded" ? ' rx="8"' : "";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32"${radius} fill="${hex(brand.theme.light.accent)}"/>${signMarkup(brand, letter)}</svg>`;
}

export const OPEN_GRAPH_SIZE = { width: 1200, height: 630 } as const;

/** The picture beside a link to the home page in a chat or a mail. */
export function openGraphSvg(brand: Drawn, letter: string): string {
  const { width, height } = OPEN_GRAPH_SIZE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${hex(brand.theme.light.accent)}"/><g transform="translate(440 155) scale(10)">${signMarkup(brand, letter)}</g></svg>`;
}

export function manifest(brand: Brand): string {
  const icon = (size: number, purpose: string) => ({
    src: purpose === "maskable" ? `/icon-square-${size}.png` : `/icon-${size}.png`,
    sizes: `${size}x${size}`,
    type: "image/png",
    purpose,
  });
  return JSON.stringify({
    id: routes.home,
    name: fullName(brand),
    short_name: brand.shortName,
    lang: "en-US",
    start_url: routes.dashboard,
    scope: routes.home,
    display: "standalone",
    background_color: "#f9fafb",
    theme_color: hex(brand.theme.light.accent),
    icons: [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
  });
}

/** Pages that a search engine may show. */
const PUBLISHED = [routes.home, routes.faq];
/** Pages that it may open besides: they ask not to be listed, or tell little. */
const OPEN = [...PUBLISHED, routes.login];

export function robots({ origin }: Pick<Brand, "origin">): string {
  const allowed = [...OPEN.map((path) => `${path}$`), "/_next/static/", "/icon", "/opengraph.png"];
  return [
    "User-agent: *",
    ...allowed.map((path) => `Allow: ${path}`),
    "Disallow: /",
    "",
    `Sitemap: ${origin}/sitemap.xml`,
    "",
  ].join("\n");
}

export function sitemap({ origin }: Pick<Brand, "origin">): string {
  const urls = PUBLISHED.map((path) => `<url><loc>${xml(new URL(path, origin).href)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>\n`;
}

/** RFC 9116. `expires` is an instant as text: a reader takes the file for stale after it. */
export function securityText(
  { origin, supportMailbox }: Pick<Brand, "origin" | "supportMailbox">,
  expires: string,
): string {
  return [
    `Contact: mailto:${supportMailbox}`,
    `Expires: ${expires}`,
    "Preferred-Languages: en",
    `Canonical: ${origin}/.well-known/security.txt`,
    "",
  ].join("\n");
}
