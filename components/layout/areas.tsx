"use client";

import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { Menu, menuItemClass } from "@/components/ui/menu";
import { NavLink } from "./nav-link";

/** An entry of the navigation. Pass only areas that this person may enter. */
export interface Area {
  href: string;
  label: string;
  /** Shorter text for the bottom bar of a phone, made of words of the label. The link's name is still the label. */
  shortLabel?: string;
  /** Instead of label and shortLabel in the bottom bar, where the area says more there. */
  barLabel?: ReactNode;
  /** A lucide icon at 18 px. */
  icon: ReactNode;
  /** What waits there or is unread, each thing once; nothing is shown at 0. */
  count?: number;
  /** On phones always under More, where there is one: others are opened more often on the way. */
  aside?: boolean;
  /** Marked on this very address only: for an area whose address others begin with, such as /staff. */
  exact?: boolean;
  /** Not marked at this address and below it, which another area has. */
  except?: string;
}

interface Props {
  areas: readonly Area[];
  /** The area to mark, where the address does not tell. */
  active?: string | undefined;
}

/* AreaRail and AreaBar take the same list, so that the page contains it once and the browser lays it out twice. */

/**
 * Navigation at the left, from 1024 px. Collapsed it shows icons, with the labels for screen readers and as tooltips.
 */
export function AreaRail({ areas, active }: Props) {
  return (
    <nav aria-label="Areas">
      <ul className="grid gap-0.5">
        {areas.map((area) => (
          <li key={area.href}>
            <NavLink
              href={area.href}
              exact={area.exact}
              except={area.except}
              current={active === undefined ? undefined : active === area.href}
              title={area.label}
              className="group/area relative flex min-h-9 items-center gap-3 rounded-md px-2.5 text-sm text-muted no-underline transition-colors hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent"
            >
              <span className="flex-none">{area.icon}</span>
              <span className="min-w-0 flex-1 truncate in-data-[rail=collapsed]:sr-only">{area.label}</span>
              <Count value={area.count} />
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Navigation at the bottom, below 1024 px: four areas, and the rest under More. */
export function AreaBar({ areas, active }: Props) {
  const shown = areas.length > 5 ? areas.filter(({ aside }) => !aside).slice(0, 4) : areas;
  const rest = areas.filter((area) => !shown.includes(area));
  const tab =
    "relative grid min-h-14 w-full place-content-center justify-items-center gap-0.5 text-xs text-muted no-underline aria-[current=page]:font-semibold aria-[current=page]:text-accent";
  return (
    <nav
      aria-label="Areas"
      className="no-print fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-safe lg:hidden"
    >
      <ul className="mx-auto grid max-w-xl auto-cols-fr grid-flow-col">
        {shown.map((area) => (
          <li key={area.href}>
            <NavLink
              href={area.href}
              exact={area.exact}
              except={area.except}
              current={active === undefined ? undefined : active === area.href}
              className={tab}
            >
              {area.icon}
              {area.barLabel ?? <BarLabel area={area} />}
              <Count value={area.count} floating />
            </NavLink>
          </li>
        ))}
        {rest.length > 0 && (
          <li>
            <Menu
              up
              triggerClassName={tab}
              trigger={
                <>
                  <Ellipsis aria-hidden size={18} />
                  More
                  <Count value={rest.reduce((sum, { count = 0 }) => sum + count, 0)} floating />
                </>
              }
            >
              {rest.map((area) => (
                <NavLink
                  key={area.href}
                  href={area.href}
                  exact={area.exact}
                  except={area.except}
                  className={menuItemClass}
                >
                  {area.icon}
                  {area.label}
                  <Count value={area.count} />
                </NavLink>
              ))}
            </Menu>
          </li>
        )}
      </ul>
    </nav>
  );
}

function BarLabel({ area: { label, shortLabel } }: { area: Area }) {
  if (!shortLabel) return <span className="max-w-full truncate">{label}</span>;
  return (
    <>
      <span aria-hidden className="max-w-full truncate">
        {shortLabel}
      </span>
      <span className="sr-only">{label}</span>
    </>
  );
}

function Count({ value, floating }: { value: number | undefined; floating?: boolean }) {
  if (!value) return null;
  const place = floating
    ? "absolute top-1 left-1/2 ml-1.5"
    : "in-data-[rail=collapsed]:absolute in-data-[rail=collapsed]:top-1 in-data-[rail=collapsed]:right-1 in-data-[rail=collapsed]:size-2.5 in-data-[rail=collapsed]:min-w-0 in-data-[rail=collapsed]:overflow-hidden in-data-[rail=collapsed]:indent-6";
  return (
    <span
      className={`tabular grid h-5 min-w-5 flex-none place-items-center rounded-full bg-accent px-1.5 text-xs whitespace-nowrap font-semibold text-on-accent ${place}`}
    >
      {value > 99 ? "99+" : value}
      <span className="sr-only"> waiting or unread</span>
    </span>
  );
}
