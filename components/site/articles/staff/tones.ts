/** Tones of the states of an article. */
export const ARTICLE_TONES = {
  draft: "neutral",
  submitted: "warning",
  released: "success",
  withdrawn: "neutral",
} as const;
