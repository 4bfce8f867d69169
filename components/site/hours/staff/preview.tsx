import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { addDays, type BusinessCalendar, zoneName } from "@/lib/kit/time";
import type { HoursDesk } from "@/lib/site/hours/queries";
import { previewOfDay, weekdayAndDay } from "@/lib/site/hours/rules";

/** How many days are shown, today with them. */
const DAYS = 10;

/** What clients read about chat and portal support on each of the next days. */
export function HoursPreview({ today, calendars }: Pick<HoursDesk, "today" | "calendars">) {
  const days = Array.from({ length: DAYS }, (_, ahead) => addDays(today, ahead));
  return (
    <Panel title={<span id="preview">What clients will read on the next ten days</span>} flush>
      <p className="px-4 pb-3 text-sm text-muted">
        With the {zoneName(calendars.chat.zone)} time from which they read it. Clients in another time zone read the
        time by their own clocks behind it.
      </p>
      <Table caption="What clients will read on the next ten days">
        <Thead>
          <Th>Day</Th>
          <Th>Chat</Th>
          <Th>Portal support</Th>
        </Thead>
        <Tbody>
          {days.map((day) => (
            <Tr key={day}>
              <Td lead className="tabular whitespace-nowrap">
                <time dateTime={day}>{weekdayAndDay(day)}</time>
              </Td>
              <Td label="Chat">
                <Lines calendar={calendars.chat} day={day} />
              </Td>
              <Td label="Portal support">
                <Lines calendar={calendars.portal_support} day={day} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}

function Lines({ calendar, day }: { calendar: BusinessCalendar; day: string }) {
  return (
    <ul className="grid gap-1 py-1 text-left whitespace-normal">
      {previewOfDay(calendar, day).map(({ from, words, isOpen }) => (
        <li key={from} className="grid grid-cols-[4.75rem_minmax(0,1fr)] gap-2">
          <span className="tabular text-muted">{from}</span>
          <span className={isOpen ? "font-semibold text-success" : ""}>{words}</span>
        </li>
      ))}
    </ul>
  );
}
