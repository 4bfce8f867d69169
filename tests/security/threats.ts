/* Published flaws of portals, help desks and billing systems, and the tests that show them absent here. */

/** A test by its file and a part of its title, as it stands there. */
type Proof = readonly [file: string, title: string];

export interface Threat {
  readonly number: number;
  readonly what: string;
  readonly proof: readonly Proof[];
}

const t = (number: number, what: string, ...proof: readonly Proof[]): Threat => ({ number, what, proof });

/** How many classes of flaws there are. What cannot occur here is told in docs/security.md, under its number. */
export const THREAT_COUNT = 74;

const MONEY = "tests/integration/money";
const CASES = "tests/integration/threads/cases";
const CHATS = "tests/integration/threads/chats";
const REQUESTS = "tests/integration/threads/requests";
const AUTH = "tests/integration/gate/auth";
const FILES = "tests/integration/files";
const OUTSIDERS = "tests/e2e/gate/outsiders.spec.ts";
const ROWS = "tests/security/row-level-security.test.ts";

const SEPARATION: readonly Threat[] = [
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

const FILE_THREATS: readonly Threat[] = [
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

const SIGN_IN: readonly Threat[] = [
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
    ["tests/integration/people/connect/connect.test.ts", "is the same for an address with an account"],
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

const INJECTION: readonly Threat[] = [
  t(
    49,
    "markup in what a client types",
    ["components/threads/text-links.test.ts", "are never anything that runs or misleads"],
    ["lib/mail/templates/render.test.ts", "keeps %j inert"],
    ["tests/integration/people/connect/connect.test.ts", "hostile input of a Connect form is stored and mailed inert"],
    ["tests/integration/sync/import.test.ts", "stores what looks like a formula or a page as the text that it is"],
  ),
  t(
    50,
    "markup that waits for staff",
    ["tests/integration/site/home-page/home-page.test.ts", "shows HTML tags as plain text"],
    ["tests/security/echo.test.ts", "is text on the client's page, and is text on the pages of staff too"],
  ),
  t(
    51,
    "a name that adds a header or a recipient",
    ["lib/mail/addresses.test.ts", "is one recipient with the very address, whatever the name"],
    [`${CASES}/mail/tell.test.ts`, "lets no name or subject add a header"],
  ),
  t(52, "a page that repeats its address", ["tests/security/echo.test.ts", "stands on no page for everybody"]),
  t(
    53,
    "script without a nonce",
    ["lib/gate/csp.test.ts", "runs scripts by nonce, with eval in development only"],
    ["tests/e2e/site/public.spec.ts", "every page carries the content security policy"],
  ),
  t(54, "a link that marketing leads astray", ["lib/gate/brand/upgrade.test.ts", "may not be led to"]),
  t(
    55,
    "a formula in a CSV file",
    ["lib/kit/csv.test.ts", "which a spreadsheet would run as a formula"],
    [`${REQUESTS}/staff/renewals.test.ts`, "has every row of the list, safe for a spreadsheet"],
  ),
];

const REQUEST_THREATS: readonly Threat[] = [
  t(
    58,
    "fields that the form does not have",
    ["tests/integration/people/settings/locked-fields.test.ts", "changes none of them for a client"],
    ["tests/integration/people/settings/locked-forms.test.ts", "is refused with such a field beside its own"],
  ),
  t(
    59,
    "a request that another site makes",
    [OUTSIDERS, "a form sent from another site changes nothing and signs nobody out"],
    ["lib/gate/actions/origin.test.ts", "isOwnRequest"],
  ),
  t(
    60,
    "a mail with another's name",
    [`${CASES}/mail/trust.test.ts`, "is kept unverified where %s"],
    [`${CASES}/mail/inbound.test.ts`, "is checked by the address, which is of one person and case"],
  ),
  t(
    61,
    "secrets in logs and error pages",
    ["tests/integration/scripts/commands.test.ts", "is printed by npm run %s without SQL and values"],
    [`${MONEY}/payments/stripe/strangers.test.ts`, "nothing that Stripe says of people or cards is written to the log"],
  ),
];

const PAYMENTS: readonly Threat[] = [
  t(
    63,
    "a forged event",
    [OUTSIDERS, "a webhook takes nothing but what Stripe signed for that brand"],
    ["lib/kit/stripe-accounts.test.ts", "have a key and non-empty secrets, or are refused"],
  ),
  t(64, "one event many times", [
    `${MONEY}/payments/stripe/webhook.test.ts`,
    "twenty copies of one Stripe event at once make one row, one job, one payment and one receipt",
  ]),
  t(65, "an event of the other brand", [
    `${MONEY}/payments/stripe/strangers.test.ts`,
    "of one brand at the other brand's address changes nothing",
  ]),
  t(66, "events in any order", [
    `${MONEY}/payments/stripe/events.test.ts`,
    "does not matter: every permutation of a card payment's events, doubled, ends the same",
  ]),
  t(
    67,
    "no event at all",
    [`${MONEY}/payments/stripe/reconcile.test.ts`, "settles a payment of which no webhook told"],
    ["tests/e2e/money/payments.spec.ts", "while no webhook of Stripe has arrived nothing is said to be paid"],
  ),
  t(
    68,
    "a crash between storing and applying",
    [
      `${MONEY}/payments/stripe/strangers.test.ts`,
      "between storing and applying the event is done once by the next run",
    ],
    [
      `${MONEY}/payments/settlement/kill.test.ts`,
      "every payment is settled once, wherever the process that settles it is killed",
    ],
    [`${MONEY}/payments/staff/detail.test.ts`, "are counted where given up on the reader's own brands"],
  ),
  t(
    69,
    "an invoice that is not to be paid",
    [`${MONEY}/payments/checkout/start-payment.test.ts`, "an invoice that can't be paid"],
    [`${MONEY}/payments/checkout/plan.property.test.ts`, "of invoices make a plan that is exact to the cent"],
  ),
  t(
    70,
    "an amount that the client names",
    [`${MONEY}/payments/checkout/start-payment.test.ts`, "is checked against the balance read under the lock"],
    [`${MONEY}/payments/checkout/start-payment.test.ts`, "is somebody whose choice includes another company's invoice"],
  ),
  t(
    71,
    "one invoice paid twice at once",
    [`${MONEY}/payments/checkout/one-charge.test.ts`, "is made for a double click, sent twenty times at once"],
    [`${MONEY}/payments/checkout/one-charge.test.ts`, "is made for two colleagues at once"],
  ),
  t(
    72,
    "money that goes back",
    [`${MONEY}/payments/settlement/back.test.ts`, "takes from the last invoice first, by day"],
    [`${MONEY}/payments/settlement/back.test.ts`, "takes the money back when it is lost, without a mail"],
  ),
  t(73, "a ledger that differs from Stripe's", [
    `${MONEY}/payments/stripe/reconcile.test.ts`,
    "reports a charge that is not in the ledger, and settles it",
  ]),
  t(74, "card data", [
    `${MONEY}/payments/stripe/strangers.test.ts`,
    "nothing that Stripe says of people or cards is written to the log",
  ]),
];

export const THREATS: readonly Threat[] = [
  ...SEPARATION,
  ...FILE_THREATS,
  ...SIGN_IN,
  ...INJECTION,
  ...REQUEST_THREATS,
  ...PAYMENTS,
];
