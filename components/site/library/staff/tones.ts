/** Tones of the states of a resource or a version. */
export const STATE_TONES = {
  draft: "neutral",
  scheduled: "info",
  published: "success",
  archived: "neutral",
} as const;
