/** Elements of one row: `tr`, five cells, a link and two spans. */
const ELEMENTS_OF_A_ROW = 9;

/**
 * The least that Next does for a page of so many elements: rendered for each request, from memory, with no component of
 * the browser's. `?elements=` is told by the benchmark.
 */
export default async function BarePage({ searchParams }: { searchParams: Promise<{ elements?: string }> }) {
  const elements = Number((await searchParams).elements ?? 0);
  const rows = Array.from({ length: Math.ceil(elements / ELEMENTS_OF_A_ROW) }, (_, index) => index + 1);
  return (
    <main>
      <table>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <td>
                <a href={`/?elements=${row}`}>Row {row}</a>
              </td>
              <td>
                <span>Open</span>
              </td>
              <td>
                <span>Keystone Foods</span>
              </td>
              <td>Nov 29, 2026</td>
              <td>{row * 100}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
}
