import { AUTH, ROWS, type Threat, t } from "./threat";

export const SIGN_IN: readonly Threat[] = [
  t(30, "a link to a host that the request named", [
    `${AUTH}/forged-host.test.ts`,
    "whatever host a request for a reset link names",
  ]),
  t(31, "a mail scanner that uses up the link", [
    `${AUTH}/reset-link.test.ts`,
    "may be opened by mail scanners any number of times without a change",
  ]),
  t(
    32,
    "a link that works twice",
    [`${AUTH}/reset-link.test.ts`, "used twice at once sets one password"],
    [`${AUTH}/reset-link.test.ts`, "is refused once a newer one was asked for"],
  ),
  t(33, "a link that does not end", [`${AUTH}/reset-link.test.ts`, "works for 60 minutes"]),
  t(
    34,
    "a secret that can be guessed",
    [`${AUTH}/reset-link.test.ts`, "is derived from its row and of 256 bits"],
    [`${AUTH}/reset-link.test.ts`, "that nobody made may be tried thirty times in 15 minutes from a network address"],
  ),
  t(35, "a link that sets another's password", [
    `${AUTH}/reset-link.test.ts`,
    "sets the password of its own account and of no other",
  ]),
  t(36, "a link that is nearly one", [
    `${AUTH}/reset-link.test.ts`,
    "is refused in another letter case, as its hash, or as its row's id",
  ]),
  t(
    37,
    "a token where it can be read",
    [`${AUTH}/reset-mail.test.ts`, "stores the token nowhere: not in the row, the mail, the job or the audit log"],
    ["lib/mail/templates/render.test.ts", "carries the link that signs in only where it belongs, in both parts"],
  ),
  t(38, "staff who read a link that signs in", [
    "tests/integration/mail/log/list.test.ts",
    "is shown without a body where it signs in, and its token does not leave the database",
  ]),
  t(
    39,
    "answers or times that tell who has an account",
    [`${AUTH}/sign-in.test.ts`, "does not tell known, unknown, closed and never signed-in accounts apart"],
    [`${AUTH}/failures.test.ts`, "writes as many lines whether there is an account or not"],
    [`${AUTH}/reset-mail.test.ts`, "takes no longer for one kind of address than for another"],
    ["tests/integration/people/connect/visitor.test.ts", "comes from the same statements for an address of anybody"],
  ),
  t(
    40,
    "a flood of sign-ins",
    [`${AUTH}/limits.test.ts`, "sent in parallel are checked no more often than one after the other"],
    [`${AUTH}/flood.test.ts`, "lets in a browser that signed in before, a valid link"],
    [`${AUTH}/failures.test.ts`, "is held after many failures of a network"],
    ["lib/gate/auth/client-address.test.ts", "%j with %i hops is %j"],
  ),
  t(
    41,
    "a session that outlives its password",
    [`${AUTH}/reset-link.test.ts`, "ends every session of that account on all brands, and nobody else's"],
    ["tests/integration/people/settings/password.test.ts", "ends every other session and link, keeps this session"],
  ),
  t(
    42,
    "a session that was there before the sign-in",
    [`${AUTH}/sign-in.test.ts`, "never takes over a session id that somebody planted"],
    [`${AUTH}/sign-in.test.ts`, "makes a new session each time and ends the one that the browser held"],
  ),
  t(
    45,
    "a change of the sign-in address",
    [`${AUTH}/new-address.test.ts`, "confirmed takes every way in that the old one had, is told to both"],
    ["tests/integration/people/settings/change.test.ts", "is mailed to the present address when it is asked for"],
    ["tests/integration/people/settings/change.test.ts", "is requested with the password, which is stored nowhere"],
  ),
  t(
    47,
    "a list that shows secrets",
    [ROWS, "shows a client their own rows and no others"],
    [`${AUTH}/sessions.test.ts`, "are listed while they run, last used first, without any secret"],
  ),
  t(
    48,
    "a redirect to another site",
    ["lib/gate/auth/next-path.test.ts", "the page to go on to after sign-in"],
    ["tests/e2e/gate/sign-in.spec.ts", "leads back to the page that was asked for, on this site only"],
  ),
];
