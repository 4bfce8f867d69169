import sharp, { type Sharp } from "sharp";
import { createSemaphore } from "@/lib/kit/semaphore";

const PORTRAIT_PIXELS = 256;
/** Limit of the file that is sent. The portrait made from it has a few kilobytes. */
export const PORTRAIT_FILE_BYTES = 5 * 1024 * 1024;
/** More pixels than any camera has. A file of a few bytes can claim a size that would fill the memory. */
const MOST_PIXELS = 50_000_000;
const SECONDS = 10;

const REFUSALS = {
  none: "Choose a picture first.",
  "too-large": "A picture can have at most 5 MB.",
  kind: "A picture is a JPEG, PNG or WebP file.",
  broken: "This picture cannot be read. Save it anew as JPEG or PNG, no larger than 50 megapixels.",
} as const;

export type PortraitRefusalCode = keyof typeof REFUSALS;

/** The sentence for a refusal; null if the code is none. */
export function portraitRefusal(code: string): string | null {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as PortraitRefusalCode] : null;
}

/** The file is not a picture that the portal accepts. */
export class PortraitRefused extends Error {
  readonly refusal: PortraitRefusalCode;

  constructor(refusal: PortraitRefusalCode, options: { cause?: unknown } = {}) {
    super(REFUSALS[refusal], options);
    this.name = "PortraitRefused";
    this.refusal = refusal;
  }
}

/** Reading a picture of 50 megapixels takes 200 MB, so a process encodes one at a time. */
const turn = createSemaphore(1, Number.POSITIVE_INFINITY);

/** The type by the first bytes, so that the library never uses its other readers (SVG, PDF, TIFF …) on the file. */
function kindOf(bytes: Buffer): "jpeg" | "png" | "webp" | null {
  const starts = (signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts([0xff, 0xd8, 0xff])) return "jpeg";
  if (starts([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "png";
  if (bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP") return "webp";
  return null;
}

/**
 * A person's picture as the portal shows it: encoded anew as WebP of 256 × 256 pixels, upright, cropped to a square
 * around the middle, and without any other data of the file. The same bytes give the same picture. Throws
 * PortraitRefused.
 */
export function encodePortrait(bytes: Buffer): Promise<Buffer> {
  return encode(bytes, (picture) =>
    picture.resize(PORTRAIT_PIXELS, PORTRAIT_PIXELS, { fit: "cover" }).webp({ quality: 82 }).toBuffer(),
  );
}

/** Widest sizes of a page's picture, in pixels: for a phone, and for half of a desk's page on a fine screen. */
const SMALL_PIXELS = 720;
const LARGE_PIXELS = 1_440;

export interface PictureSizes {
  readonly small: Buffer;
  readonly large: Buffer;
  /** Pixels of the large one. */
  readonly width: number;
  readonly height: number;
}

/**
 * A picture of a page in two sizes: encoded anew as WebP, upright, never larger than it was sent, and without any other
 * data of the file. Throws PortraitRefused.
 */
export function encodePicture(bytes: Buffer): Promise<PictureSizes> {
  return encode(bytes, async (picture) => {
    const within = (pixels: number) =>
      picture
        .clone()
        .resize(pixels, pixels, { fit: "inside", withoutEnlargement: true })
        .webp({ quality: 80 })
        .toBuffer({ resolveWithObject: true });
    const large = await within(LARGE_PIXELS);
    const small = await within(SMALL_PIXELS);
    return { small: small.data, large: large.data, width: large.info.width, height: large.info.height };
  });
}

/** Reads a picture of a known kind, upright, one at a time in this process. */
async function encode<T>(bytes: Buffer, make: (picture: Sharp) => Promise<T>): Promise<T> {
  const leave = await turn.acquire();
  try {
    return await make(await open(bytes));
  } catch (error) {
    if (error instanceof PortraitRefused) throw error;
    throw new PortraitRefused("broken", { cause: error });
  } finally {
    leave();
  }
}

async function open(bytes: Buffer): Promise<Sharp> {
  if (bytes.length > PORTRAIT_FILE_BYTES) throw new PortraitRefused("too-large");
  const kind = kindOf(bytes);
  if (!kind) throw new PortraitRefused("kind");
  const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", pages: 1 });
  const { format } = await picture.metadata();
  if (format !== kind) throw new PortraitRefused("kind");
  return picture.timeout({ seconds: SECONDS }).autoOrient();
}
