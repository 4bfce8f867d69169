import { writeFile } from "node:fs/promises";
import path from "node:path";
import sharp from "sharp";

/**
 * Colours of drawn portraits, since nobody in the demo exists: background, clothes, skin and hair. Others have
 * initials.
 */
export const PORTRAITS = [
  { local: "account.manager", ground: "#dbe7f3", coat: "#2f4a6d", skin: "#c98f6b", hair: "#3b2a20", long: true },
  { local: "support.agent", ground: "#e3eadc", coat: "#44603f", skin: "#8a5a3c", hair: "#17120f", long: false },
  { local: "grace.holloway", ground: "#f0e3da", coat: "#7a4a52", skin: "#e3b291", hair: "#9a9a98", long: true },
] as const;

export const portraitFile = (local: string) => `${local}.png`;

/** Writes the portraits next to the CSV files that name them. */
export async function writePortraits(folder: string): Promise<void> {
  for (const { local, ground, coat, skin, hair, long } of PORTRAITS) {
    const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 512 512">
      <rect width="512" height="512" fill="${ground}"/>
      ${long ? `<path d="M146 232c0-88 44-142 110-142s110 54 110 142v150H146z" fill="${hair}"/>` : ""}
      <path d="M64 512c6-104 78-160 192-160s186 56 192 160z" fill="${coat}"/>
      <path d="M214 300h84v70c0 26-84 26-84 0z" fill="${skin}"/>
      <ellipse cx="256" cy="226" rx="84" ry="104" fill="${skin}"/>
      <path d="M168 214c-8-84 34-124 88-124s96 40 88 124c-14-52-38-70-88-70s-74 18-88 70z" fill="${hair}"/>
    </svg>`;
    await writeFile(path.join(folder, portraitFile(local)), await sharp(Buffer.from(drawn)).png().toBuffer());
  }
}
