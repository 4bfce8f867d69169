"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { recordAbsence, removeAbsence } from "@/lib/people/account-team/staff/absences/service";
import { saveTeamEntry } from "@/lib/people/account-team/staff/entries/service";
import { removePhoto } from "@/lib/people/account-team/staff/photos/service";
import { routes } from "@/lib/routes";
import { absenceRemovalSchema, absenceSchema, photoRemovalSchema, teamEntrySchema } from "./schema";

export const recordAbsenceAction = defineAction({
  name: "absence.record",
  audience: "staff",
  input: absenceSchema,
  limit: "workByAccount",
  run: recordAbsence,
  then: (_, { person }) => `${routes.staffTeamMember(person)}?saved=absence#absences`,
});

export const removeAbsenceAction = defineAction({
  name: "absence.remove",
  audience: "staff",
  input: absenceRemovalSchema,
  limit: "workByAccount",
  run: removeAbsence,
  then: (_, { person }) => `${routes.staffTeamMember(person)}?saved=removed#absences`,
});

export const removePhotoAction = defineAction({
  name: "team-photo.remove",
  audience: "staff",
  input: photoRemovalSchema,
  limit: "workByAccount",
  run: (context, { person }) => removePhoto(context, person),
  then: (_, { person }) => `${routes.staffTeamMember(person)}?photo=removed#photo`,
});

export const saveTeamEntryAction = defineAction({
  name: "team-member.save",
  audience: "staff",
  input: teamEntrySchema,
  limit: "workByAccount",
  run: saveTeamEntry,
  then: (_, { person }) => `${routes.staffTeamMember(person)}?saved=entry`,
});
