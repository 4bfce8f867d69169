"use server";

import { defineAction } from "@/lib/actions/define";
import { routes } from "@/lib/routes";
import { recordAbsence, removeAbsence } from "./absence-service";
import { removePhoto } from "./photo-service";
import { absenceRemovalSchema, absenceSchema, photoRemovalSchema } from "./schema";

export const recordAbsenceAction = defineAction({
  name: "absence.record",
  audience: "staff",
  input: absenceSchema,
  run: recordAbsence,
  then: (_, { person }) => `${routes.staffTeamMember(person)}?saved=absence#absences`,
});

export const removeAbsenceAction = defineAction({
  name: "absence.remove",
  audience: "staff",
  input: absenceRemovalSchema,
  run: removeAbsence,
  then: (_, { person }) => `${routes.staffTeamMember(person)}?saved=removed#absences`,
});

export const removePhotoAction = defineAction({
  name: "team-photo.remove",
  audience: "staff",
  input: photoRemovalSchema,
  run: (context, { person }) => removePhoto(context, person),
  then: (_, { person }) => `${routes.staffTeamMember(person)}?photo=removed#photo`,
});
