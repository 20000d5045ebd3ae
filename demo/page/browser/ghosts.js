/** How long somebody who lost their access stays in sight, in milliseconds. */
const LINGER_MS = 8_000;

/** Remembers who has just gone from an asset, so that a removal is seen and not only missed. */
export function createGhosts(update) {
  const gone = new Map();
  let before = null;

  const keyOf = (business, asset) => `${business}|${asset.id}`;

  function see(meta) {
    const now = new Map(
      meta.businesses.flatMap((one) => one.assets.map((asset) => [keyOf(one.key, asset), asset.holders])),
    );
    for (const [key, holders] of before ?? []) {
      for (const holder of holders) {
        if (!now.get(key)?.some((one) => one.id === holder.id)) linger(key, holder);
      }
    }
    before = now;
  }

  function linger(key, holder) {
    gone.set(key, [...(gone.get(key) ?? []).filter((one) => one.id !== holder.id), holder]);
    setTimeout(() => {
      gone.set(
        key,
        (gone.get(key) ?? []).filter((one) => one !== holder),
      );
      update();
    }, LINGER_MS);
  }

  const of = (business, asset) =>
    (gone.get(keyOf(business, asset)) ?? []).filter((one) => !asset.holders.some((holder) => holder.id === one.id));
  return { see, of };
}
