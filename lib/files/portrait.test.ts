import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { encodePicture, encodePortrait, PORTRAIT_FILE_BYTES, PortraitRefused } from "./portrait";

const picture = (width = 400, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: { r: 40, g: 90, b: 200 } } });

const refusal = async (bytes: Buffer) => {
  try {
    await encodePortrait(bytes);
  } catch (error) {
    if (error instanceof PortraitRefused) return error.refusal;
    throw error;
  }
  return "taken";
};

describe("encodePortrait", () => {
  it.each([
    ["jpeg", () => picture().jpeg().toBuffer()],
    ["png", () => picture(90, 1000).png().toBuffer()],
    ["webp", () => picture(20, 20).webp().toBuffer()],
  ] as const)("encodes %s anew as a square WebP", async (_, make) => {
    const made = await encodePortrait(await make());
    expect(await sharp(made).metadata()).toMatchObject({ format: "webp", width: 256, height: 256 });
    expect(made.length).toBeLessThan(200_000);
  });

  it("turns the picture upright and drops its metadata", async () => {
    const half = await sharp({ create: { width: 100, height: 50, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const turned = await picture(100, 100)
      .composite([{ input: half, top: 0, left: 0 }])
      .withMetadata({ orientation: 3, exif: { IFD0: { ImageDescription: "at home" } } })
      .jpeg()
      .toBuffer();
    expect((await sharp(turned).metadata()).orientation).toBe(3);
    const made = await encodePortrait(turned);
    const { exif, xmp, icc, iptc, orientation } = await sharp(made).metadata();
    expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
    expect(made.includes("at home")).toBe(false);
    const { data } = await sharp(made).raw().toBuffer({ resolveWithObject: true });
    // The red half was above. The picture is turned by 180 degrees, so it is below.
    expect(data[0]).toBeLessThan(100);
    expect(data[data.length - 3]).toBeGreaterThan(200);
  });

  it("gives the same bytes for the same file", async () => {
    const bytes = await picture().jpeg().toBuffer();
    expect((await encodePortrait(bytes)).equals(await encodePortrait(bytes))).toBe(true);
  });

  it("drops data that was hidden in the file", async () => {
    const page = "<script>alert(1)</script>";
    const polyglot = Buffer.concat([await picture().jpeg().toBuffer(), Buffer.from(page)]);
    expect((await encodePortrait(polyglot)).includes("script")).toBe(false);
  });

  it.each([
    ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ["a page", "<!doctype html><img src=x onerror=alert(1)>"],
    ["a GIF", "GIF89a\x01\x00\x01\x00"],
    ["a PDF", "%PDF-1.7"],
    ["nothing", ""],
    ["a TIFF", "II*\0"],
  ])("refuses %s", async (_, text) => {
    expect(await refusal(Buffer.from(text, "latin1"))).toBe("kind");
  });

  it("refuses an SVG behind a picture's first bytes, and half a picture", async () => {
    const jpeg = await picture(2000, 2000).jpeg().toBuffer();
    expect(await refusal(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from("<svg></svg>")]))).toBe("broken");
    expect(await refusal(jpeg.subarray(0, Math.floor(jpeg.length / 2)))).toBe("broken");
  });

  it("refuses a file with too many bytes or pixels", async () => {
    const jpeg = await picture().jpeg().toBuffer();
    expect(await refusal(Buffer.concat([jpeg, Buffer.alloc(PORTRAIT_FILE_BYTES)]))).toBe("too-large");
    // The size that the file claims is in its frame header: height, then width.
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(8_000, frame + 5);
    jpeg.writeUInt16BE(7_000, frame + 7);
    await expect(encodePortrait(jpeg)).rejects.toMatchObject({
      refusal: "broken",
      cause: { message: expect.stringMatching(/pixel limit/) },
    });
  });
});

describe("encodePicture", () => {
  it("encodes a picture anew in two sizes, whole and without its metadata", async () => {
    const sent = await picture(3000, 1500)
      .withMetadata({ exif: { IFD0: { ImageDescription: "at home" } } })
      .jpeg()
      .toBuffer();
    const made = await encodePicture(sent);
    expect(made).toMatchObject({ width: 1440, height: 720 });
    for (const [bytes, width] of [
      [made.large, 1440],
      [made.small, 720],
    ] as const) {
      const { format, exif, ...size } = await sharp(bytes).metadata();
      expect([format, exif, size.width, size.height]).toEqual(["webp", undefined, width, width / 2]);
    }
  });

  it("never makes a picture larger", async () => {
    expect(await encodePicture(await picture(90, 60).png().toBuffer())).toMatchObject({ width: 90, height: 60 });
  });

  it.each([
    ["a drawing with a script", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`],
    ["a page", "<!doctype html><script>alert(1)</script>"],
    ["a picture with a page behind it", "GIF89a<script>alert(1)</script>"],
  ])("refuses %s", async (_, text) => {
    await expect(encodePicture(Buffer.from(text))).rejects.toMatchObject({ refusal: "kind" });
  });
});
