import { ChevronDown, LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Menu, menuItemClass } from "@/components/ui/menu";
import { ThemeSwitch } from "./theme-switch";

export interface Account {
  name: string;
  email: string;
  /** The company of a client; roles and brands of staff. */
  detail?: string;
}

interface Props {
  account: Account;
  logOutAction: (form: FormData) => Promise<void>;
  /** Lines between the account and Log out; give links the class `menuItemClass`. */
  children?: ReactNode;
}

/** Who is signed in, and Log out as a button of a form, so that it works without scripts. */
export function AccountMenu({ account, logOutAction, children }: Props) {
  return (
    <Menu
      triggerClassName="min-h-11 gap-2.5 px-1.5 hover:bg-sunken lg:min-h-10"
      trigger={
        <>
          <Avatar name={account.name} size="small" />
          <span className="sr-only">Account of </span>
          <span className="hidden max-w-44 truncate text-sm sm:inline">{account.name}</span>
          <ChevronDown aria-hidden size={14} className="text-muted" />
        </>
      }
      className="flex-none"
    >
      <div className="mb-1 grid gap-0.5 border-b border-line px-3 pt-2 pb-3">
        <span className="font-semibold">{account.name}</span>
        <span className="wrap-anywhere text-muted">{account.email}</span>
        {account.detail && <span className="text-muted">{account.detail}</span>}
      </div>
      {children}
      <ThemeSwitch />
      <form action={logOutAction}>
        <button type="submit" className={menuItemClass}>
          <LogOut aria-hidden size={16} className="text-muted" />
          Log out
        </button>
      </form>
    </Menu>
  );
}
