// biome-ignore-all lint/a11y/noRedundantRoles: CSS changes `display` on phones, which takes a table's meaning away in some browsers
import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

/* One markup for wide screens and phones: below 768 px CSS turns each row into a card (table.css, .table-cards). */

interface TableProps {
  /** For screen readers; for others the page's heading says it. */
  caption: string;
  children: ReactNode;
  className?: string;
}

export function Table({ caption, children, className }: TableProps) {
  return (
    <table role="table" className={clsx("table-frame table-cards text-sm", className)}>
      <caption className="sr-only">{caption}</caption>
      {children}
    </table>
  );
}

/** Holds one row of <Th>. */
export function Thead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup">
      <Tr>{children}</Tr>
    </thead>
  );
}

export function Tbody({ children }: { children: ReactNode }) {
  return <tbody role="rowgroup">{children}</tbody>;
}

export function Tfoot({ children }: { children: ReactNode }) {
  return <tfoot role="rowgroup">{children}</tfoot>;
}

export function Tr({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <tr role="row" {...(className ? { className } : {})}>
      {children}
    </tr>
  );
}

interface ThProps {
  numeric?: boolean;
  /** Address of the list sorted by this column. */
  href?: string;
  sorted?: "ascending" | "descending" | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** A column's heading; with `href` a link that sorts, with `sorted` an arrow for the direction. */
export function Th({ numeric, href, sorted, className, children }: ThProps) {
  const Arrow = sorted === "descending" ? ArrowDown : ArrowUp;
  const classes = clsx(numeric && "numeric", className);
  const arrow = sorted && <Arrow aria-hidden size={14} className="flex-none" />;
  return (
    <th
      role="columnheader"
      scope="col"
      {...(sorted ? { "aria-sort": sorted } : {})}
      {...(classes ? { className: classes } : {})}
    >
      {href ? (
        <Link href={href}>
          {children}
          {arrow}
        </Link>
      ) : (
        children
      )}
    </th>
  );
}

interface TdProps {
  /** The column's name, shown beside the value when the row is a card. Leave it out on the lead cell. */
  label?: string;
  /** Right-aligned, tabular figures. */
  numeric?: boolean;
  /** The cell that names the row; first line of the card. */
  lead?: boolean;
  muted?: boolean;
  className?: string | undefined;
  colSpan?: number;
  children?: ReactNode;
}

/**
 * The classes of a cell are in table.css. Properties without a value are left out, because React would send them for
 * each row.
 */
export function Td({ label, numeric, lead, muted, className, colSpan, children }: TdProps) {
  const classes = clsx(numeric && "numeric", muted && "text-muted", className);
  return (
    <td
      role="cell"
      {...(label ? { "data-label": label } : {})}
      {...(lead ? { "data-lead": "" } : {})}
      {...(colSpan ? { colSpan } : {})}
      {...(classes ? { className: classes } : {})}
    >
      {children}
    </td>
  );
}

/** The one link of a row, clickable in the whole row. Belongs in the lead cell. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="stretched row-link tabular">
      {children}
    </Link>
  );
}
