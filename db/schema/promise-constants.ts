/** Closed vocabularies of promises, shared by tables, schemas and screens. Safe for the browser. */

/** `first`: to what opened the thread; `next`: to a later message; `named`: staff named a time though none was owed. */
export const PROMISE_KINDS = ["first", "next", "named"] as const;
export type PromiseKind = (typeof PROMISE_KINDS)[number];
/** `made`: it still stands. `withdrawn`: no answer was owed any more before its time came. Moves are rows of their own. */
export const PROMISE_OUTCOMES = ["made", "kept", "missed", "withdrawn"] as const;
export type PromiseOutcome = (typeof PROMISE_OUTCOMES)[number];
/** What ended a promise. `set_aside`: the status says that nothing is owed. `merged`: another thread took the thread in. */
export const PROMISE_ENDINGS = ["answered", "closed", "set_aside", "merged"] as const;
export type PromiseEnding = (typeof PROMISE_ENDINGS)[number];
/** Why a promise was missed, as the firm says it. */
export const MISS_CAUSES = ["not_seen", "too_much_work", "took_longer", "manufacturer", "handed_on", "portal"] as const;
export type MissCause = (typeof MISS_CAUSES)[number];
/** Whom a promise that nears its time tells. */
export const PROMISE_DUTIES = ["owner", "lead"] as const;
export type PromiseDuty = (typeof PROMISE_DUTIES)[number];
