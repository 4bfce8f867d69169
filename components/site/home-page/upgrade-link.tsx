import { ButtonLink, type ButtonVariant, buttonClass } from "@/components/ui/button";

interface Props {
  href: string;
  label: string;
  variant?: ButtonVariant;
}

/** **Upgrade** as a button: a form of the portal, or an address outside of it. */
export function UpgradeLink({ href, label, variant = "secondary" }: Props) {
  if (href.startsWith("/")) {
    return (
      <ButtonLink href={href} variant={variant}>
        {label}
      </ButtonLink>
    );
  }
  return (
    <a href={href} className={buttonClass(variant)}>
      {label}
    </a>
  );
}
