import { Settings } from "lucide-react";
import { Link } from "@/components/ui/link";
import { menuItemClass } from "@/components/ui/menu";

/** Link to the settings, for the account menu. */
export function SettingsLink({ href }: { href: string }) {
  return (
    <Link href={href} className={menuItemClass}>
      <Settings aria-hidden size={16} className="text-muted" />
      Settings
    </Link>
  );
}
