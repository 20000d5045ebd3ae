const timeOf = (message) => Number(message?.ts ?? 0);
const newest = (list) =>
  Math.max(0, ...(list ?? []).flatMap((message) => [timeOf(message), ...(message.replies ?? []).map(timeOf)]));

/** Which messages each person has seen; what was there when the page opened counts as seen. */
export function createUnread() {
  const seen = new Map();
  let opened = false;

  const listOf = (slack, place, user) =>
    (place.kind === 'dm' ? slack.dms[user] : place.kind === 'channel' ? slack.messages[place.id] : []) ?? [];
  const keyOf = (place, user) => `${user}|${place.kind === 'dm' ? 'dm' : place.id}`;

  /** The first state of all is the line above which everything is new. */
  function open(slack) {
    if (opened) return;
    opened = true;
    for (const { id } of slack.users) {
      look(slack, { kind: 'dm', id: 'dm' }, id);
      for (const channel of slack.channels) look(slack, { kind: 'channel', id: channel.id }, id);
    }
  }

  function look(slack, place, user) {
    seen.set(keyOf(place, user), newest(listOf(slack, place, user)));
  }

  function count(slack, place, user) {
    const since = seen.get(keyOf(place, user)) ?? 0;
    return listOf(slack, place, user).filter(
      (message) =>
        timeOf(message) > since && message.user !== user && (!message.ephemeralFor || message.ephemeralFor === user),
    ).length;
  }

  return { open, look, count };
}
