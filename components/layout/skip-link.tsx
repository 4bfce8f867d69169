/** The first element that the keyboard reaches. The page's <main> carries id="content" and tabIndex={-1}. */
export function SkipLink() {
  return (
    <a
      href="#content"
      className="no-print fixed top-2 left-2 z-50 -translate-y-20 rounded-lg bg-accent px-4 py-3 text-sm font-semibold text-on-accent focus:translate-y-0"
    >
      Skip to content
    </a>
  );
}
