import { expect, it } from "vitest";
import { routes } from "@/lib/routes";
import { eventParts } from "./event-links";

const id = "0192f1d0-0000-7000-8000-000000000001";
const contact = { kind: "contact", id, name: "Robin Vale", isMe: false } as const;
const colleague = { ...contact, kind: "staff", name: "Kim Duarte" } as const;
const said = (over: Partial<Parameters<typeof eventParts>[0]>, words: string) =>
  eventParts({ what: "status", actor: contact, before: null, after: null, ...over }, words);

it("a quiet line leads to the contact who did it, and to a case that it names", () => {
  expect(said({}, "Robin Vale closed this case")).toEqual([
    { text: "Robin Vale", href: routes.staffContact(id) },
    { text: " closed this case", href: null },
  ]);
  expect(said({ what: "linked", before: "C-100001" }, "Robin Vale filed this case as a follow-up of C-100001")).toEqual(
    [
      { text: "Robin Vale", href: routes.staffContact(id) },
      { text: " filed this case as a follow-up of ", href: null },
      { text: "C-100001", href: routes.staffCase("C-100001") },
    ],
  );
  expect(
    said({ what: "became", actor: colleague, after: "C-100002" }, "Kim Duarte made this chat the case C-100002"),
  ).toEqual([
    { text: "Kim Duarte made this chat the case ", href: null },
    { text: "C-100002", href: routes.staffCase("C-100002") },
  ]);
});

it("a quiet line leads to colleagues who have a page, and to whom it names", () => {
  const kim = { ...colleague, hasPage: true };
  const team = routes.staffTeamMember(id);
  const other = "0192f1d0-0000-7000-8000-000000000002";
  const assigned = { what: "assigned", after: "Kim Duarte", named: { kind: "staff", id: other } } as const;
  const words = "Kim Duarte assigned this case to Kim Duarte";
  expect(said({ ...assigned, actor: { ...kim, isMe: true } }, "You assigned this case to Kim Duarte")).toEqual([
    { text: "You assigned this case to ", href: null },
    { text: "Kim Duarte", href: routes.staffTeamMember(other) },
  ]);
  // Two who share a name: the first is who did it, with or without a page.
  expect(said({ ...assigned, actor: colleague }, words)).toEqual([
    { text: "Kim Duarte assigned this case to ", href: null },
    { text: "Kim Duarte", href: routes.staffTeamMember(other) },
  ]);
  // Who took it themself is led to once.
  expect(said({ ...assigned, actor: kim, named: { kind: "staff", id } }, words)).toEqual([
    { text: "Kim Duarte", href: team },
    { text: " assigned this case to Kim Duarte", href: null },
  ]);
  expect(
    said(
      { what: "participant_removed", actor: kim, before: "Robin Vale", named: { kind: "contact", id } },
      "Kim Duarte removed Robin Vale",
    ),
  ).toEqual([
    { text: "Kim Duarte", href: team },
    { text: " removed ", href: null },
    { text: "Robin Vale", href: routes.staffContact(id) },
  ]);
});

it("it is as it was where nothing in it has a page, also for a name that is not in it", () => {
  const plain = (words: string) => [{ text: words, href: null }];
  expect(said({ actor: colleague }, "Kim Duarte set the severity")).toEqual(plain("Kim Duarte set the severity"));
  expect(said({ actor: null }, "The portal closed this case")).toEqual(plain("The portal closed this case"));
  expect(said({}, "Somebody else takes over")).toEqual(plain("Somebody else takes over"));
  expect(said({ what: "became", before: "CH-100002" }, "You made this case from chat CH-100002")).toEqual(
    plain("You made this case from chat CH-100002"),
  );
});
