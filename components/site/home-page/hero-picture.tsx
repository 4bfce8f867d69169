import type { HomePagePicture } from "@/db/schema/brand-content";
import { routes } from "@/lib/routes";

/** The small size has at most so many pixels on its longer side (lib/files/portrait.ts). */
const SMALL_PIXELS = 720;

interface Props {
  picture: HomePagePicture;
  isDraft: boolean;
}

export function HeroPicture({ picture: { id, alt, width, height }, isDraft }: Props) {
  const address = isDraft ? routes.homePictureDraft : routes.homePicture;
  const small = Math.round(width * Math.min(1, SMALL_PIXELS / Math.max(width, height)));
  return (
    // biome-ignore lint/performance/noImgElement: it has its two sizes already
    <img
      src={address(id, "large")}
      srcSet={`${address(id, "small")} ${small}w, ${address(id, "large")} ${width}w`}
      sizes="(min-width: 1024px) 46rem, 100vw"
      alt={alt}
      width={width}
      height={height}
      decoding="async"
      className="forced-border max-h-128 w-full rounded-lg bg-sunken object-cover"
    />
  );
}
