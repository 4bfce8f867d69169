"use client";

import { ActionForm } from "@/components/forms/action-form";
import { useField } from "@/components/forms/form-context";
import { buttonClass } from "@/components/ui/button";
import { Select } from "@/components/ui/inputs";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { setTalksAction } from "@/lib/threads/chats/staff/actions";
import type { AgentLine } from "@/lib/threads/chats/staff/desk/queries";
import { MOST_TALKS } from "@/lib/threads/chats/staff/schema";

const NUMBERS = Array.from({ length: MOST_TALKS }, (_, index) => index + 1);

interface Props {
  agents: readonly AgentLine[];
  /** The viewer may say how many talks each may have. */
  sets: boolean;
}

/** Who answers chats, who takes them now, and how many talks each has and may have side by side. */
export function AgentsPanel({ agents, sets }: Props) {
  return (
    <Panel title="Agents" flush>
      <Table caption="Agents">
        <Thead>
          <Th>Agent</Th>
          <Th>Now</Th>
          <Th>Chats</Th>
          <Th>At most</Th>
        </Thead>
        <Tbody>
          {agents.map(({ id, name, isAvailable, awayReason, talking, talks }) => (
            <Tr key={id}>
              <Td lead>{name}</Td>
              <Td label="Now">
                <StatusDot tone={isAvailable ? "success" : "neutral"}>
                  {isAvailable ? "Available" : (awayReason ?? "Away")}
                </StatusDot>
              </Td>
              <Td label="Chats">
                <span className="tabular">{talking}</span>
              </Td>
              <Td label="At most">
                {sets ? <Talks agent={id} name={name} talks={talks} /> : <span className="tabular">{talks}</span>}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}

/** A choice that is saved when it is made. Without scripts it has a button. */
function Talks({ agent, name, talks }: { agent: string; name: string; talks: number }) {
  return (
    <ActionForm
      key={talks}
      action={setTalksAction}
      label={`Chats of ${name}`}
      values={{ talks: String(talks) }}
      className="flex items-center gap-2"
    >
      <input type="hidden" name="agent" value={agent} />
      <MostTalks label={`Chats side by side, ${name}`} />
      <noscript>
        <button type="submit" className={buttonClass("secondary", "small")}>
          Save
        </button>
      </noscript>
    </ActionForm>
  );
}

function MostTalks({ label }: { label: string }) {
  const { id, value } = useField("talks");
  return (
    <Select
      id={id}
      key={value}
      name="talks"
      aria-label={label}
      defaultValue={value}
      className="tabular w-20"
      onChange={(event) => event.currentTarget.form?.requestSubmit()}
    >
      {NUMBERS.map((number) => (
        <option key={number} value={number}>
          {number}
        </option>
      ))}
    </Select>
  );
}
