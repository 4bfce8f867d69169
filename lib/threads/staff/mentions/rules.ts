interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * Who of `people` is asked in a note: `@Kim Duarte`, or `@Kim` where only one of them is called so. In whatever case, and
 * never in the middle of a word: an address such as kim@duarte.example asks nobody. Each once.
 */
export function mentionedIn<P extends Named>(body: string, people: readonly P[]): P[] {
  const text = plain(body);
  const firsts = people.map(({ name }) => firstOf(name));
  return people.filter(({ name }) => {
    const whole = plain(name);
    if (whole === "") return false;
    if (isAsked(text, whole)) return true;
    const first = firstOf(name);
    if (firsts.filter((other) => other === first).length > 1) return false;
    // The first word of somebody else's whole name is not this person's.
    const rest = people.reduce(
      (left, other) =>
        other.name === name || plain(other.name) === "" ? left : left.replaceAll(`@${plain(other.name)}`, " "),
      text,
    );
    return isAsked(rest, first);
  });
}

const plain = (words: string) => words.normalize("NFC").replaceAll(/\s+/gu, " ").trim().toLocaleLowerCase("en-US");
const firstOf = (name: string) => plain(name).split(" ")[0] ?? "";

/** Does `@name` stand in the text as a word of its own? */
function isAsked(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at !== -1; at = text.indexOf(`@${name}`, at + 1)) {
    const [before, after] = [text.slice(0, at), text.slice(at + name.length + 1)];
    if (!/[\p{L}\p{N}._-]$/u.test(before) && !/^[\p{L}\p{N}]/u.test(after)) return true;
  }
  return false;
}
