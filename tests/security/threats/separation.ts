import { AUTH, CASES, CHATS, FILES, MONEY, OUTSIDERS, REQUESTS, ROWS, type Threat, t } from "./threat";

export const SEPARATION: readonly Threat[] = [
  t(
    1,
    "another company's document, by its address",
    [`${MONEY}/invoices/paper.test.ts`, "the PDF of an invoice answers byte for byte like one that never existed"],
    [`${MONEY}/estimates/outsiders.test.ts`, "answers everybody else as if the estimate did not exist"],
    [`${MONEY}/statements/outsiders.test.ts`, "shows no row to %s, under either wall"],
    [`${CASES}/reply.test.ts`, "is answered like one to a case that does not exist"],
  ),
  t(
    2,
    "a live channel that does not filter",
    [`${CHATS}/live.test.ts`, "tells client and agents of messages, typing and presence, and outsiders nothing"],
    ["tests/integration/live/stream.test.ts", "is nobody else: no colleague without the scope"],
    ["tests/integration/live/stream-replay.test.ts", "does not tell what the reader may no longer see"],
    ["tests/integration/live/routes.test.ts", "cannot be sent by others, to whom the thread does not exist"],
  ),
  t(3, "another's file attached to one's own message", [
    `${FILES}/serve.test.ts`,
    "refuses files that are another's, attached already, or none",
  ]),
  t(
    4,
    "a new thread about another's row",
    [`${CASES}/file.test.ts`, "is never one without an agreement, of another customer, or beyond the brand's reach"],
    [`${REQUESTS}/open.test.ts`, "is refused where it is another company's, ended, or money without the right"],
    [`${REQUESTS}/open.test.ts`, "is never another company's by the database's own rules"],
  ),
  t(
    5,
    "a chat begun or joined under another's name",
    [`${CHATS}/live.test.ts`, "do not exist for outsiders, nor does any other address of a chat"],
    [`${CHATS}/chat.test.ts`, "gives no place, reads, transcript or case to others by the database's own functions"],
  ),
  t(
    6,
    "another's conversation, by its id",
    ["tests/integration/live/routes.test.ts", "does not exist for anybody else, nor for who has lost the right"],
    [
      `${CHATS}/chat.test.ts`,
      "is missing for colleagues of every scope, other companies, the other brand and every other role",
    ],
  ),
  t(
    7,
    "an id that is nearly one",
    [`${FILES}/serve.test.ts`, "is found by its exact id alone"],
    [`${MONEY}/estimates/outsiders.test.ts`, "is found by its exact number alone"],
    [`${AUTH}/sessions.test.ts`, "is found under its exact secret alone"],
  ),
  t(8, "a route that nobody has thought of", [
    OUTSIDERS,
    "every page and route handler stands in the table of who finds what",
  ]),
  t(
    9,
    "a check that a missing setting switches off",
    [ROWS, "refuses a query outside asViewer and asSystem"],
    [`${MONEY}/statements/outsiders.test.ts`, "shows no row in the clients' role without a viewer's ids"],
    ["tests/architecture/walls.test.ts", "restricts every table that a viewer's transaction reads or changes"],
  ),
  t(
    10,
    "the settings of another role",
    [OUTSIDERS, "staff of every role are led to the staff pages, and find those of their role alone"],
    [OUTSIDERS, "a client finds nothing of another company or of the staff, and is signed in on no other brand"],
  ),
  t(11, "role, brand or company taken from the request", [
    OUTSIDERS,
    "a client finds nothing of another company or of the staff, and is signed in on no other brand",
  ]),
  t(
    12,
    "somebody who lets themselves or others into a thread",
    [`${CASES}/participants.test.ts`, "nobody from outside adds participants to a case or removes them"],
    [`${CASES}/participants.test.ts`, "are those with the right who reach the company, by name, and nobody else"],
  ),
  t(
    13,
    "a reader who writes",
    [`${CASES}/reply.test.ts`, "is not found, whichever right the outsider lacks"],
    [`${CASES}/close.test.ts`, "is refused to everybody who cannot see it"],
    [`${CASES}/access.test.ts`, "every way to see a case agrees with one statement of the rule"],
  ),
  t(15, "a right that was taken away and still works", [
    `${CASES}/withdrawal.test.ts`,
    "an open page, thread, file, stream, mail and reply of a case all work while nothing is withdrawn",
  ]),
  t(16, "a contact without a company", [ROWS, "shows nothing of a company to a contact without one"]),
  t(
    18,
    "answers that reach somebody else",
    ["tests/integration/db/pool.test.ts", "are each answered as if sent alone"],
    ["tests/integration/live/stream-replay.test.ts", "among 200 commits at once"],
    ["tests/e2e/gate/sign-in.spec.ts", "on one brand makes a session cookie that opens nothing on the other"],
  ),
  t(
    19,
    "one rule of who sees what that some way does not keep",
    [`${CASES}/access.test.ts`, "every way to see a case agrees with one statement of the rule"],
    [`${REQUESTS}/access.test.ts`, "every way to see a request agrees with one statement of the rule"],
    [
      `${MONEY}/invoices/visibility.property.test.ts`,
      "lists, counts, search and sums of random invoices show what the rule of visibility says",
    ],
  ),
  t(
    20,
    "one brand on the other's host",
    ["tests/e2e/site/public.spec.ts", "an unknown host is answered with 404 and shows no brand"],
    [ROWS, "shows a client who carries another brand nothing of a company"],
    ["lib/mail/templates/render.test.ts", "names the brand and its mailbox, and nothing of the other brand"],
  ),
  t(
    21,
    "a shared cache",
    [`${MONEY}/estimates/outsiders.test.ts`, "is sent to the company's own contact, and may not be cached"],
    [`${FILES}/serve.test.ts`, "how a file is served"],
    [OUTSIDERS, "a contact finds every page that is for them, kept by no cache"],
    [
      "tests/integration/site/brand-files/files.test.ts",
      "is kept by browsers alone, because brands have the same paths",
    ],
    ["tests/integration/live/routes.test.ts", "answers with server-sent events that no proxy may hold back"],
  ),
];

export const FILE_THREATS: readonly Threat[] = [
  t(
    22,
    "a file by its address alone",
    [`${FILES}/serve.test.ts`, "does not exist for anybody else"],
    [`${FILES}/origin.test.ts`, "comes from there, by an address that works once"],
    [`${FILES}/origin.test.ts`, "is judged anew when its address is used"],
    [`${FILES}/origin.test.ts`, "is for themselves, for a file that they see, for two minutes at most"],
  ),
  t(
    23,
    "another's upload",
    [`${FILES}/serve.test.ts`, "is seen by its sender alone until it is attached"],
    [`${FILES}/upload.test.ts`, "is for its sender alone, until the file is attached"],
  ),
  t(24, "a file that does not follow its thread", [`${FILES}/serve.test.ts`, "closes the contact's own files at once"]),
  t(
    25,
    "a file that runs in the portal's origin",
    [`${FILES}/serve.test.ts`, "how a file is served"],
    [`${FILES}/held.test.ts`, "is opened by nobody, and one that cannot is"],
    [`${FILES}/held.test.ts`, "is all that staff decide about"],
    ["tests/e2e/threads/held-files.spec.ts", "are held until an agent releases or discards them, and nobody else can"],
  ),
  t(26, "a name of a file that is more than a name", [
    `${FILES}/upload.test.ts`,
    "stay one header and one name when the file is downloaded",
  ]),
  t(
    27,
    "a file that a page loads as script",
    [`${FILES}/serve.test.ts`, "how a file is served"],
    ["lib/gate/csp.test.ts", "runs scripts by nonce, with eval in development only"],
  ),
  t(28, "a path in place of an id", [`${FILES}/serve.test.ts`, "is found by its exact id alone"]),
  t(
    29,
    "files that are too many, too large, a bomb or a virus",
    [`${FILES}/upload-limits.test.ts`, "count 1 GB a person and day exactly when 20 uploads come at once"],
    [`${FILES}/upload.test.ts`, "is given up when its sender %s"],
    ["lib/files/running/inspect.test.ts", "a zip that announces little and holds much is held"],
    ["lib/files/portrait.test.ts", "refuses a file with too many bytes or pixels"],
    [`${FILES}/jobs.test.ts`, "blocks a file in which something was found, for good"],
  ),
];
