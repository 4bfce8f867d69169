import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Link } from "@/components/ui/link";

/** `tool` is for further actions in a page's header. */
export type ButtonVariant = "primary" | "secondary" | "tool" | "quiet" | "danger";
export type ButtonSize = "medium" | "small";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border-control/55 bg-surface text-ink hover:border-control hover:bg-sunken",
  // Without icons on phones, where several tools share one line.
  tool: clsx(
    "max-sm:border-transparent max-sm:px-2 max-sm:text-accent max-sm:hover:bg-sunken max-sm:[&>svg]:hidden",
    "sm:border-control/55 sm:bg-surface sm:text-ink sm:hover:border-control sm:hover:bg-sunken",
  ),
  quiet: "border-transparent bg-transparent text-ink hover:bg-sunken",
  danger: "border-transparent bg-danger-fill text-on-danger-fill hover:opacity-90",
};

const sizes: Record<ButtonSize, string> = {
  medium: "min-h-11 px-4 lg:min-h-10",
  small: "min-h-11 px-3 lg:min-h-8",
};

/** The classes of a button, for elements that must look like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "medium", className?: string) {
  return clsx(
    "inline-flex cursor-pointer select-none items-center justify-center gap-2 rounded-lg border text-sm font-semibold",
    "no-underline transition-[background-color,border-color,opacity] disabled:cursor-default",
    "aria-disabled:cursor-default aria-disabled:opacity-70 disabled:opacity-60",
    variants[variant],
    sizes[size],
    className,
  );
}

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** An icon before the text. Hide it from assistive technology (lucide does). */
  icon?: ReactNode;
}

/** `type` is "button" by default: a button in a form must not submit by accident. */
export function Button({
  variant,
  size,
  icon,
  className,
  children,
  type = "button",
  ...rest
}: Look & ComponentProps<"button">) {
  return (
    <button type={type} className={buttonClass(variant, size, className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export function ButtonLink({ variant, size, icon, className, children, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link className={buttonClass(variant, size, className)} {...rest}>
      {icon}
      {children}
    </Link>
  );
}
