/** The emoji a support member uses, by the names people type after a colon. A lazy chunk together with the editor. */
const table =
  "😀 grinning happy|😃 smiley|😄 smile|😁 grin|😅 sweat_smile|😂 joy laugh|🤣 rofl|🙂 slight_smile|🙃 upside_down|😉 wink|😊 blush|😇 innocent|🥰 love|😍 heart_eyes|😘 kiss|😋 yum|😜 wink_tongue|🤔 thinking|🤨 raised_eyebrow|😐 neutral|😶 no_mouth|😏 smirk|🙄 eye_roll|😬 grimace|😌 relieved|😔 pensive sad|😴 sleeping|🤒 sick|🤯 mind_blown|😎 cool sunglasses|🤓 nerd|😕 confused|🙁 frown|😮 open_mouth wow|😲 astonished|😳 flushed|🥺 pleading|😢 cry|😭 sob|😱 scream|😖 confounded|😞 disappointed|😓 sweat|😩 weary|😤 triumph|😡 angry rage|😠 mad|🤬 cursing|🥳 party_face|🤗 hug|🤝 handshake deal|👍 +1 thumbs_up yes|👎 -1 thumbs_down no|👌 ok_hand|✌️ victory peace|🤞 fingers_crossed|🤙 call_me|👏 clap bravo|🙌 raised_hands hooray|🙏 pray thanks please|👋 wave hello bye|✋ raised_hand|💪 muscle strong|👀 eyes|🧠 brain|❤️ heart|🧡 orange_heart|💛 yellow_heart|💚 green_heart|💙 blue_heart|💜 purple_heart|💔 broken_heart|💯 100 hundred|💥 boom|✨ sparkles|⭐ star|🌟 glowing_star|🔥 fire|🎉 tada party|🎊 confetti|🎁 gift|🏆 trophy|🥇 gold|🎯 dart target|🚀 rocket ship|⚡ zap|💡 bulb idea|🔔 bell|📣 mega|📌 pin|📎 paperclip|🔗 link|🔒 lock|🔓 unlock|🔑 key|🛠️ tools|🔧 wrench|🐛 bug|⚙️ gear settings|📦 package|🚚 truck delivery|✈️ plane|📅 calendar|⏰ alarm|⏳ hourglass wait|🕐 clock|📧 email mail|📨 incoming|✉️ envelope|📞 phone call|💬 speech chat|🗨️ comment|📝 memo note|📄 page document|📊 chart|📈 chart_up|📉 chart_down|🧾 receipt|💳 card|💰 money|💸 money_wings|🛒 cart|✅ check done|☑️ checkbox|✔️ tick|❌ x cross|⚠️ warning|🚨 alert siren|🚧 construction|🛑 stop|❓ question|❗ exclamation|ℹ️ info|🆗 ok|🆕 new|🔄 refresh|🔁 repeat|➡️ right|⬅️ left|⬆️ up|⬇️ down|🔍 search|🔎 zoom|🟢 green_circle|🟡 yellow_circle|🔴 red_circle|🔵 blue_circle|☀️ sun|🌧️ rain|❄️ snow|🌈 rainbow|🌍 earth world|🌱 seedling|🌸 blossom|🍀 clover luck|☕ coffee|🍕 pizza|🎂 cake birthday|🍺 beer|🥂 cheers|🐶 dog|🐱 cat|🦄 unicorn|🐢 turtle slow|🙋 raising_hand|🤷 shrug|🤦 facepalm|🙇 bow sorry|💁 tip|👩‍💻 developer|🧑‍🚀 astronaut|👻 ghost|🤖 robot bot|🎈 balloon|🍾 champagne";

export type Emoji = { char: string; names: string[] };
const all: Emoji[] = table.split("|").map((entry) => {
  const [char = "", ...names] = entry.split(" ");
  return { char, names };
});

/** Names that begin with what was typed come first, then those that contain it. */
export function findEmoji(typed: string, limit = 8): Emoji[] {
  const wanted = typed.toLowerCase();
  const starts = all.filter((emoji) => emoji.names.some((name) => name.startsWith(wanted)));
  const contains = all.filter((emoji) => !starts.includes(emoji) && emoji.names.some((name) => name.includes(wanted)));
  return [...starts, ...contains].slice(0, limit);
}
