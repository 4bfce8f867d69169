/** The closed vocabularies of the resource library. Safe for the browser. */
export const RESOURCE_KINDS = ["manual", "guide", "release_notes", "download", "video", "link", "article"] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];
/**
 * Who sees a resource once it is out. `everyone`: each contact of the brand. `support`: contacts of a company with a
 * support agreement in force. `entitled`: contacts of a company with any agreement in force for the resource's product.
 */
export const RESOURCE_AUDIENCES = ["everyone", "support", "entitled"] as const;
export type ResourceAudience = (typeof RESOURCE_AUDIENCES)[number];
/** A scheduled one is out from its time on, whether or not the job that writes `published` has run. */
export const RESOURCE_STATES = ["draft", "scheduled", "published", "archived"] as const;
export type ResourceState = (typeof RESOURCE_STATES)[number];
/** `none`: the file has no text that can be read. `failed`: it could not be read, and `text_fault` says why. */
export const RESOURCE_TEXT_STATES = ["waiting", "read", "none", "failed"] as const;
export type ResourceTextState = (typeof RESOURCE_TEXT_STATES)[number];

/** The text of an article, as plain text. */
export interface ArticleText {
  readonly symptom: string;
  readonly cause: string;
  readonly fix: string;
}

/** What an agent writes from a case: `submitted` waits for a second person, `released` is in the library. */
export const ARTICLE_STATES = ["draft", "submitted", "released", "withdrawn"] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];
/** What a flagged word of an article may tell about the client of the case. */
export const FLAG_KINDS = ["name", "number", "address", "host", "file"] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];
/** A flagged word that somebody kept, because it tells nothing about the client. */
export interface KeptWord {
  readonly kind: FlagKind;
  readonly word: string;
  readonly by: string;
}
