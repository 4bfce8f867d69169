import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { teamPhotos } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { visibleTeamPhotos } from "@/lib/people/account-team/policy";
import { managesTeam } from "@/lib/people/account-team/staff/policy";
import { findTeamPerson, type TeamPerson } from "@/lib/people/account-team/staff/queries";

/**
 * The person whose photo the viewer wants to choose: somebody on an account team. Throws NOT_FOUND for anybody else,
 * FORBIDDEN for a viewer who is no administrator.
 */
export async function findForPhoto(context: Context<StaffViewer>, id: string): Promise<TeamPerson> {
  const person = await findTeamPerson(context, id);
  if (!person || person.brands.length === 0) throw new AppError("NOT_FOUND", "There is nobody with this id.");
  if (!managesTeam(context.viewer)) throw new AppError("FORBIDDEN", "Only administrators choose pictures.");
  return person;
}

/** As findForPhoto; in addition, anybody else who changes this person's photo waits until the transaction ends. */
async function lockForPhoto(context: Context<StaffViewer>, id: string): Promise<TeamPerson> {
  const person = await findForPhoto(context, id);
  await context.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`photo ${person.email}`}, 0))`);
  return person;
}

/**
 * Replaces the person's photo by `image` (from encodePortrait), in each of the viewer's brands on whose teams they are.
 */
export async function setPhoto(context: Context<StaffViewer>, id: string, image: Buffer): Promise<void> {
  const { db } = context;
  const person = await lockForPhoto(context, id);
  await drop(context, person);
  for (const brand of person.brands) {
    const photo = { id: uuidv7(), brand, email: person.email, image };
    await db.insert(teamPhotos).values(photo);
    await auditPhoto(context, "team-photo.set", brand, photo.id);
  }
}

/** Removes the person's photo. Pages then show their initials. */
export async function removePhoto(context: Context<StaffViewer>, id: string): Promise<void> {
  const person = await lockForPhoto(context, id);
  for (const photo of await drop(context, person))
    await auditPhoto(context, "team-photo.removed", photo.brand, photo.id);
}

async function drop({ viewer, db }: Context<StaffViewer>, person: TeamPerson) {
  return db
    .delete(teamPhotos)
    .where(
      and(visibleTeamPhotos(viewer), inArray(teamPhotos.brand, [...person.brands]), eq(teamPhotos.email, person.email)),
    )
    .returning({ id: teamPhotos.id, brand: teamPhotos.brand });
}

function auditPhoto(context: Context<StaffViewer>, action: string, brand: string, photo: string): Promise<void> {
  return audit(context, { brand, action, entity: "team_photo", entityId: photo });
}
