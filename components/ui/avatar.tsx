import clsx from "clsx";
import { routes } from "@/lib/routes";

const sizes = { small: "size-7 text-xs", medium: "size-9 text-xs", large: "size-16 text-base" };

/** Up to two initials of a name. */
function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => Array.from(word ?? "")[0]?.toLocaleUpperCase("en-US") ?? "").join("");
}

interface Props {
  name: string;
  size?: keyof typeof sizes;
  /** Photo id of a member of an account team; without one, initials. */
  photoId?: string | null;
}

/** A photo or initials in a circle; decorative, since the name is always beside it. */
export function Avatar({ name, size = "medium", photoId }: Props) {
  if (photoId) {
    return (
      // biome-ignore lint/performance/noImgElement: next/image would fetch it without the viewer's session
      <img
        src={routes.teamPhoto(photoId)}
        alt=""
        width={256}
        height={256}
        decoding="async"
        className={clsx("forced-border flex-none rounded-full bg-sunken object-cover", sizes[size])}
      />
    );
  }
  return (
    <span
      aria-hidden
      className={clsx(
        "forced-border grid flex-none place-items-center rounded-full bg-accent-soft font-semibold text-accent",
        sizes[size],
      )}
    >
      {initialsOf(name)}
    </span>
  );
}
