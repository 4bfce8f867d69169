import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Link } from "@/components/ui/link";

/** `tool` is for further actions in a page's header. */
export type ButtonVariant = "primary" | "secondary" | "tool" | "quiet" | "danger";
export type ButtonSize = "medium" | "small";

/** The classes of a button (button.css), for elements that must look like one. */
export function buttonClass(variant: ButtonVariant = "secondary", size: ButtonSize = "medium", className?: string) {
  return clsx("button", `button-${variant}`, size === "small" && "button-small", className);
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
