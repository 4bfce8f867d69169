/** The brand of a row: its name, in dense tables its letter with the name on hover and for screen readers. */
export function BrandTag({ name }: { name: string | undefined }) {
  if (name === undefined) return null;
  return (
    <span className="brand-tag" title={name}>
      <span className="brand-name">{name}</span>
      <span aria-hidden className="brand-letter">
        {name.charAt(0)}
      </span>
    </span>
  );
}
