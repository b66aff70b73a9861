/** Settings → Channels: the list, one channel, or a new one. */

import { EditChannel } from "./edit.tsx";
import { ChannelList } from "./list.tsx";
import { NewChannel } from "./new.tsx";

export function ChannelSettings({ item }: { item: string | undefined }) {
  if (!item) return <ChannelList />;
  if (item === "new" || item.startsWith("new-")) return <NewChannel kind={item.slice(4)} />;
  return <EditChannel key={item} id={item} />;
}
