import clsx from "clsx";

const sizes = { small: "size-7 text-xs", medium: "size-9 text-xs", large: "size-12 text-sm" };

/** Up to two initials of a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => Array.from(word ?? "")[0]?.toLocaleUpperCase("en-US") ?? "").join("");
}

/** Initials in a circle; decorative, since the name always stands beside it. */
export function Avatar({ name, size = "medium" }: { name: string; size?: keyof typeof sizes }) {
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
