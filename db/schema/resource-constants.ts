/** The closed vocabularies of the resource library. Safe for the browser. */
export const RESOURCE_KINDS = ["manual", "guide", "release_notes", "download", "video", "link"] as const;
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
