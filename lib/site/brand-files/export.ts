import sharp from "sharp";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { letterPath } from "@/lib/pdf/fonts";
import { iconSvg, manifest, openGraphSvg, robots, securityText, sitemap } from "./rules";

interface BrandFile {
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

const PNG = "image/png";
const SECURITY_TEXT_DAYS = 180;
/** Drawn pictures are kept: a process draws each once, and a brand's colours seldom change. */
const MOST_DRAWN = 200;
const drawn = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** The first letter as markup in the middle of a square of 32. */
function letterMarkup({ name }: Brand): string {
  const { path, width, unitsPerEm } = letterPath(Array.from(name)[0] ?? "");
  const scale = 16 / unitsPerEm;
  return `<path transform="translate(${16 - (width * scale) / 2} 21.5) scale(${scale} ${-scale})" d="${path}"/>`;
}

/** `of`: the width in the SVG's own units. */
function draw(svg: string, width: number, of = 32): Promise<Uint8Array<ArrayBuffer>> {
  const key = `${width} ${svg}`;
  const known = drawn.get(key);
  if (known) return known;
  if (drawn.size >= MOST_DRAWN) drawn.clear();
  const made = sharp(Buffer.from(svg), { density: 72 * (width / of) })
    .resize(width)
    .png()
    .toBuffer()
    .then((bytes) => Uint8Array.from(bytes));
  drawn.set(key, made);
  made.catch(() => drawn.delete(key));
  return made;
}

/** A PNG as the one picture of an ICO file, which browsers ask for without being told. */
function ico(png: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(size, 6);
  head.writeUInt8(size, 7);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(32, 12);
  head.writeUInt32LE(png.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Uint8Array.from(Buffer.concat([head, png]));
}

const icon = (brand: Brand, shape: "rounded" | "square" = "rounded") => iconSvg(brand, letterMarkup(brand), shape);
const text = (body: string) => ({ type: "text/plain; charset=utf-8", body });

const FILES: Readonly<Record<string, (brand: Brand) => BrandFile | Promise<BrandFile>>> = {
  "icon.svg": (brand) => ({ type: "image/svg+xml", body: icon(brand) }),
  "favicon.ico": async (brand) => ({ type: "image/x-icon", body: ico(await draw(icon(brand), 32), 32) }),
  "icon-192.png": async (brand) => ({ type: PNG, body: await draw(icon(brand), 192) }),
  "icon-512.png": async (brand) => ({ type: PNG, body: await draw(icon(brand), 512) }),
  "icon-square-512.png": async (brand) => ({ type: PNG, body: await draw(icon(brand, "square"), 512) }),
  "apple-touch-icon.png": async (brand) => ({ type: PNG, body: await draw(icon(brand, "square"), 180) }),
  "opengraph.png": async (brand) => ({
    type: PNG,
    body: await draw(openGraphSvg(brand, letterMarkup(brand)), 1200, 1200),
  }),
  "manifest.webmanifest": (brand) => ({ type: "application/manifest+json", body: manifest(brand) }),
  "robots.txt": (brand) => text(robots(brand)),
  "sitemap.xml": (brand) => ({ type: "application/xml", body: sitemap(brand) }),
  "security.txt": (brand) => {
    const now = systemNow();
    // The same through a day, so that caches and readers see one file.
    const day = now.epochMilliseconds - (now.epochMilliseconds % 86_400_000);
    return text(securityText(brand, new Date(day + SECURITY_TEXT_DAYS * 86_400_000).toISOString()));
  },
};

/** A file that browsers, search engines and tools ask a site for by its well-known name; null for any other name. */
export async function brandFile(brand: Brand, name: string): Promise<BrandFile | null> {
  return Object.hasOwn(FILES, name) ? ((await FILES[name]?.(brand)) ?? null) : null;
}
