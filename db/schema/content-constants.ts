/* Words of what a brand says. Safe for the browser. */

/** Places whose words editors write, each with versions of its own. */
export const CONTENT_KINDS = ["home-page", "faq"] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** Places whose links are asked after at night. */
export const LINK_PLACES = [...CONTENT_KINDS, "resources"] as const;
export type LinkPlace = (typeof LINK_PLACES)[number];

/** `scheduled` is out once its time has come, even before the worker calls it published. */
export const VERSION_STATES = ["draft", "scheduled", "published", "withdrawn"] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** Who sees an entry of the FAQ: everybody, contacts of the brand, or those with a support agreement in force. */
export const FAQ_AUDIENCES = ["public", "clients", "support"] as const;
export type FaqAudience = (typeof FAQ_AUDIENCES)[number];
