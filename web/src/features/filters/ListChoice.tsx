/** One or more of a known list: statuses, people, teams, tags, channels. */
import { ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Menu, MenuCheckItem } from "../../ui/menu.tsx";
import { useChannels, useMembers, useTags, useTeams } from "../inbox/queries/lookups.ts";
import { priorityOrder, statusOrder } from "../inbox/status.tsx";
import { channelName } from "../inbox/views/names.ts";
import { useSegments } from "../people/use-records.ts";
import type { Choice } from "./fields.ts";

type Props = {
  field: string;
  choices?: readonly Choice[] | undefined;
  chosen: string[];
  onChange: (value: string[]) => void;
};

export function ListChoice({ field, choices: given, chosen, onChange }: Props) {
  const { t } = useTranslation("triage");
  const known = useChoices(field);
  const choices = given ?? known;
  // What is no longer there is still part of the filter, and can be taken out.
  const gone = chosen.filter((value) => !choices.some((one) => one.value === value));
  const all = [...choices, ...gone.map((value) => ({ value, label: value }))];
  const label = (value: string) => all.find((one) => one.value === value)?.label ?? value;
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Menu
      trigger={
        <Button
          className="max-w-56 max-md:h-10"
          aria-label={`${t("filter.value_label")}: ${chosen.map(label).join(", ")}`}
        >
          <bdi className="truncate">
            {chosen.length === 0
              ? t("filter.choose")
              : chosen.length === 1
                ? label(chosen[0]!)
                : t("filter.chosen_more", { first: label(chosen[0]!), count: chosen.length - 1 })}
          </bdi>
          <ChevronDown />
        </Button>
      }
    >
      {all.map((one) => (
        <MenuCheckItem key={one.value} stay checked={chosen.includes(one.value)} onSelect={() => toggle(one.value)}>
          <bdi>{one.label}</bdi>
        </MenuCheckItem>
      ))}
    </Menu>
  );
}

function useChoices(field: string): Choice[] {
  const { t } = useTranslation("triage");
  const { t: inbox } = useTranslation("inbox");
  const members = useMembers();
  const teams = useTeams();
  const tags = useTags();
  const channels = useChannels();
  const segments = useSegments();
  const named = (list: readonly { id: string; name: string }[]): Choice[] =>
    list.map((one) => ({ value: one.id, label: one.name }));
  switch (field) {
    case "status":
      return statusOrder.map((value) => ({ value, label: t(`status.${value}`, { ns: "common" }) }));
    case "priority":
      return priorityOrder.map((value) => ({ value, label: t(`priority.${value}`, { ns: "common" }) }));
    case "folder":
      return (["inbox", "spam", "trash"] as const).map((value) => ({ value, label: t(`filter.folder.${value}`) }));
    case "segment":
    case "contact_segment":
      return named(segments.filter((one) => one.record === "contact"));
    case "owner":
    case "company_owner":
    case "assignee":
      return [{ value: "me", label: t("filter.me") }, ...named(members.filter((member) => !member.deactivated))];
    case "team":
      return [{ value: "mine", label: t("filter.mine") }, ...named(teams)];
    case "tag":
      return tags.map((tag) => ({ value: tag.name, label: tag.name }));
    case "connection":
      return named(channels);
    case "channel":
      return [...new Set(channels.map((channel) => channel.kind))].map((value) => ({
        value,
        label: channelName(inbox, value),
      }));
    default:
      return [];
  }
}
