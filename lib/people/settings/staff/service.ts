import { staff } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { audit } from "@/lib/gate/audit/record";
import { ownStaffRow } from "@/lib/people/settings/policy";
import { checkedZone } from "@/lib/people/settings/service";

/**
 * Sets the time zone in which a member of staff reads times and in which the days of their absences are counted. Staff
 * may work for several brands, so no brand's zone can be the default and a zone is always chosen. Throws AppError
 * INVALID for text that is no zone.
 */
export async function setStaffTimeZone(context: Context<StaffViewer>, zone: string): Promise<void> {
  const { viewer, db } = context;
  const timeZone = checkedZone(zone);
  await db.update(staff).set({ timeZone }).where(ownStaffRow(viewer));
  await audit(context, {
    brand: viewer.brands[0] ?? null,
    action: "staff.time-zone-changed",
    entity: "staff",
    entityId: viewer.staffId,
    details: { zone: timeZone },
  });
}
