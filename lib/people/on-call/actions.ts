"use server";

import { defineAction } from "@/lib/gate/actions/define";
import {
  addStepSchema,
  changePeopleSchema,
  type OnCallNote,
  onCallHref,
  removeStepSchema,
  saveRotaSchema,
  standInSchema,
} from "./schema";
import { addStep, changePeople, removeStep, saveRota, setStandIn } from "./service";

const shown =
  (note: OnCallNote) =>
  (_: unknown, { brand }: { readonly brand: string }) =>
    onCallHref(brand, note);

export const saveRotaAction = defineAction({
  name: "on-call.save",
  audience: "staff",
  input: saveRotaSchema,
  limit: "workByAccount",
  run: saveRota,
  then: shown("saved"),
});

export const changePeopleAction = defineAction({
  name: "on-call.change-people",
  audience: "staff",
  input: changePeopleSchema,
  limit: "workByAccount",
  run: changePeople,
  then: (_, { brand, deed }) => onCallHref(brand, deed === "add" ? "added" : deed === "remove" ? "removed" : "moved"),
});

export const setStandInAction = defineAction({
  name: "on-call.set-stand-in",
  audience: "staff",
  input: standInSchema,
  limit: "workByAccount",
  run: setStandIn,
  then: shown("saved"),
});

export const addStepAction = defineAction({
  name: "on-call.add-step",
  audience: "staff",
  input: addStepSchema,
  limit: "workByAccount",
  run: addStep,
  then: shown("added"),
});

export const removeStepAction = defineAction({
  name: "on-call.remove-step",
  audience: "staff",
  input: removeStepSchema,
  limit: "workByAccount",
  run: removeStep,
  then: shown("removed"),
});
