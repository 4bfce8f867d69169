import type { ContentKind, LinkPlace, VersionState } from "@/db/schema/content-constants";

/** Where versions belong: one place of one brand. */
export interface Place {
  readonly brand: string;
  readonly kind: ContentKind;
}

/** Where links stand: what editors write, or the addresses of the library. */
export interface LinksPlace {
  readonly brand: string;
  readonly kind: LinkPlace;
}

/** What is said, whole. Its kind alone knows its shape. */
export type Content = Readonly<Record<string, unknown>>;

export interface Version {
  readonly id: string;
  readonly content: Content;
  readonly state: VersionState;
  /** When it comes, or came, out; system time. Null for a draft. */
  readonly publishAt: Date | null;
  readonly staffId: string | null;
  /** Null for what the brand began with. */
  readonly staffName: string | null;
  readonly restoresId: string | null;
  readonly createdAt: Date;
}
