import type { RadioOption } from "@/components/forms/radio-field";
import { inBothZones } from "@/components/threads/two-zones";
import { SEVERITIES, type Severity } from "@/db/schema/constants";
import type { BusinessCalendar } from "@/lib/kit/time";
import { coverageHours } from "@/lib/people/agreements/coverage/rules";
import type { ExpectedAnswers } from "@/lib/threads/cases/queries";
import { SEVERITY_LABELS, SEVERITY_WORDS } from "@/lib/threads/cases/rules";

interface Company {
  readonly id: string;
  readonly name: string;
}

type Expected = Readonly<Record<string, ExpectedAnswers>>;

/** The severities of a form that begins with all companies, and those for each company that may be chosen. */
export interface SeverityChoices {
  readonly all: readonly RadioOption[];
  readonly byCompany: Readonly<Record<string, readonly RadioOption[]>>;
  /** What covers the companies: one line where it is the same for all, else one for each. */
  readonly coverage: readonly string[];
  readonly coverageByCompany: Readonly<Record<string, readonly string[]>>;
}

/**
 * Severities in words of the plant, each with the time by which a case sent now would be answered. Where that depends on
 * the company, `all` says it for each, because without scripts the form does not know which one is chosen.
 */
export function severityChoices(
  companies: readonly Company[],
  expected: Expected,
  chatCalendar: BusinessCalendar,
): SeverityChoices {
  const option = (value: Severity, of: readonly Company[]): RadioOption => ({
    value,
    label: SEVERITY_LABELS[value],
    help: (
      <>
        {SEVERITY_WORDS[value]}
        {byWords(of, (id) => answeredWords(expected[id], value), answeredAt).map((words) => (
          <span key={words} className="block">
            {words}
          </span>
        ))}
      </>
    ),
  });
  const covered = (of: readonly Company[]) =>
    byWords(of, (id) => coverageWords(expected[id], chatCalendar), coverageOf);
  return {
    all: SEVERITIES.map((value) => option(value, companies)),
    byCompany: Object.fromEntries(
      companies.map((company) => [company.id, SEVERITIES.map((value) => option(value, [company]))]),
    ),
    coverage: covered(companies),
    coverageByCompany: Object.fromEntries(companies.map((company) => [company.id, covered([company])])),
  };
}

function answeredWords(expected: ExpectedAnswers | undefined, severity: Severity): string {
  return expected ? `Sent now, answered by ${inBothZones(expected.answers[severity])}.` : "";
}

function coverageWords(expected: ExpectedAnswers | undefined, chatCalendar: BusinessCalendar): string {
  const coverage = expected?.coverage;
  return coverage ? `${coverage.name}. ${coverageHours(coverage, chatCalendar)}.` : "";
}

type Named = (words: string, name: string | null) => string;

const answeredAt: Named = (words, name) => (name === null ? words : `${name}: ${words}`);
const coverageOf: Named = (words, name) => (name === null ? `Coverage: ${words}` : `Coverage of ${name}: ${words}`);

/** The words of the companies: once, without a name, where they are the same for all, else a line for each. */
function byWords(companies: readonly Company[], wordsOf: (id: string) => string, named: Named): string[] {
  const lines = companies.map(({ id, name }) => ({ name, words: wordsOf(id) })).filter(({ words }) => words !== "");
  const [first] = lines;
  if (!first) return [];
  if (lines.every(({ words }) => words === first.words)) return [named(first.words, null)];
  return lines.map(({ name, words }) => named(words, name));
}
