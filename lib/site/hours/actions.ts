"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { forgetBrands } from "@/lib/gate/brand/load";
import {
  addDayOffSchema,
  type HoursNote,
  hoursDeskHref,
  removeDayOffSchema,
  saveHoursSchema,
  takeHolidaysSchema,
} from "./schema";
import { addDayOff, removeDayOff, saveHours, takeHolidays } from "./service";

/** This process shows what was edited at once; others within ten seconds. */
const shown = (note: HoursNote) => (_: unknown, input: { readonly brand: string }) => {
  forgetBrands();
  return hoursDeskHref(input.brand, note);
};

export const saveHoursAction = defineAction({
  name: "hours.save",
  audience: "staff",
  input: saveHoursSchema,
  limit: "workByAccount",
  run: saveHours,
  then: shown("saved"),
});

export const addDayOffAction = defineAction({
  name: "hours.add-day-off",
  audience: "staff",
  input: addDayOffSchema,
  limit: "workByAccount",
  run: addDayOff,
  then: shown("added"),
});

export const removeDayOffAction = defineAction({
  name: "hours.remove-day-off",
  audience: "staff",
  input: removeDayOffSchema,
  limit: "workByAccount",
  run: removeDayOff,
  then: shown("removed"),
});

export const takeHolidaysAction = defineAction({
  name: "hours.take-holidays",
  audience: "staff",
  input: takeHolidaysSchema,
  limit: "workByAccount",
  run: takeHolidays,
  then: shown("taken"),
});
