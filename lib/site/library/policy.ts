import { and, eq, inArray, lte, type SQL, sql } from "drizzle-orm";
import { brands, resourceFollows, resourceSolutions, resources, resourceVersions } from "@/db/schema";
import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";
import { SERVED_STATES } from "@/lib/files/rules";

const OUT = ["scheduled", "published"] as const;
const nothing = () => sql`false`;

/** Whether the viewer may edit the libraries of the brands in their record. */
export function editsLibrary(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => role === "marketing" || role === "administrator");
}

/**
 * A contact sees what is out at this moment for their brand and for them: by the agreements in force of the companies
 * that they reach. Staff who edit the library see all of it. Never undefined.
 */
export function visibleResources(viewer: Viewer): SQL {
  if (viewer.kind === "staff") {
    return editsLibrary(viewer) ? inArray(resources.brand, [...viewer.brands]) : nothing();
  }
  const isForThem = sql`(${resources.audience} = 'everyone'
    or (${resources.audience} = 'support' and (select viewer_has_support()))
    or (${resources.audience} = 'entitled' and ${resources.product} = any ((select viewer_products())::text[])))`;
  return (
    and(
      eq(resources.brand, viewer.brand),
      inArray(resources.state, [...OUT]),
      lte(resources.publishAt, sql`now()`),
      isForThem,
    ) ?? nothing()
  );
}

/** The versions of visible resources: for a contact those that are out and may be opened. Never undefined. */
export function visibleVersions(viewer: Viewer): SQL {
  if (viewer.kind === "staff") {
    return editsLibrary(viewer) ? inArray(resourceVersions.brand, [...viewer.brands]) : nothing();
  }
  return (
    and(
      eq(resourceVersions.brand, viewer.brand),
      inArray(resourceVersions.state, [...OUT]),
      lte(resourceVersions.publishAt, sql`now()`),
      inArray(resourceVersions.scan, [...SERVED_STATES]),
      sql`exists (select 1 from ${resources} where ${resources.id} = ${resourceVersions.resourceId} and ${visibleResources(viewer)})`,
    ) ?? nothing()
  );
}

/** What the contact follows. Never undefined. */
export function ownFollows(viewer: ClientViewer): SQL {
  return and(eq(resourceFollows.brand, viewer.brand), eq(resourceFollows.contactId, viewer.contactId)) ?? nothing();
}

/** What has helped the contact, as they said. Never undefined. */
export function ownSolutions(viewer: ClientViewer): SQL {
  return and(eq(resourceSolutions.brand, viewer.brand), eq(resourceSolutions.contactId, viewer.contactId)) ?? nothing();
}

/** The brands whose library the viewer may edit. Never undefined. */
export function libraryBrands(viewer: StaffViewer): SQL {
  return editsLibrary(viewer) ? inArray(brands.key, [...viewer.brands]) : nothing();
}
